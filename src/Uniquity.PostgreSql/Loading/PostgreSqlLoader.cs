using System.Runtime.CompilerServices;
using Npgsql;
using Uniquity.Loading;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Loading;

/// <summary>Loads records into PostgreSQL: COPY into a temporary table, then one INSERT … ON CONFLICT for each chunk.</summary>
/// <remarks>Works on a session of its own, which must not go through a pooler that shares sessions between transactions. Not safe for concurrent use.</remarks>
public sealed class PostgreSqlLoader : ILoader
{
    // One statement each reads all of staging.
    private const int FewShapes = 16;
    private readonly LoadConnection connection;
    private readonly LoadProgressTable progress;
    private readonly TimeSpan lockTimeout;
    private readonly string address;
    private LoadTable? table;
    private LoadPoint point = LoadPoint.Start;
    private readonly ConditionalWeakTable<LoadChunk, PreparedChunk> prepared = [];
    private readonly StrongBox<bool> collides = new();
    private string[] staged = [];

    private PostgreSqlLoader(LoadConnection connection, TimeSpan lockTimeout, string address)
    {
        (this.connection, this.lockTimeout, this.address) = (connection, lockTimeout, address);
        progress = new(connection);
    }

    /// <inheritdoc/>
    public int MostRecords => int.MaxValue;

    /// <inheritdoc/>
    public IReadOnlyList<string> StatementLog => connection.Log;

    /// <summary>Connects.</summary>
    /// <param name="target">A URL or Npgsql's keywords.</param>
    /// <param name="options">How to connect; a chunk waits for locks of others as long as a statement may run.</param>
    /// <param name="cancellationToken">Gives up connecting.</param>
    /// <exception cref="UsageException">The target cannot be read.</exception>
    /// <exception cref="TargetException">There is no connection.</exception>
    public static async Task<PostgreSqlLoader> OpenAsync(string target, PostgreSqlOptions? options, CancellationToken cancellationToken)
    {
        options ??= new();
        var settings = ConnectionSettings.Read(target, options);
        return new(await LoadConnection.OpenAsync(settings, cancellationToken), options.StatementTimeout, ConnectionFailure.HostAndPort(settings));
    }

    /// <inheritdoc/>
    public ValueTask CreateTableAsync(string name, IReadOnlyList<string> columns, IReadOnlyList<string> key, CancellationToken cancellationToken)
    {
        if (columns.Count == 0) throw new UsageException("the file names no column, so no table can be made of it");
        if (key.FirstOrDefault(part => !columns.Contains(part)) is { } missing) throw new UsageException($"the file has no column {missing}; nearest right call: --key {NearestName.Find(missing, columns) ?? columns[0]}");
        var parts = NameReader.Read(name) is { Count: 1 or 2 } read ? read.Select(part => part.Quoted ? part.Text : part.Text.ToLowerInvariant()) : [name];
        var primary = key.Count > 0 ? $", PRIMARY KEY ({string.Join(", ", key.Select(Quote.Name))})" : "";
        return Asked(async () => await connection.ExecuteAsync($"CREATE TABLE {string.Join('.', parts.Select(Quote.Name))} ({string.Join(", ", columns.Select(column => Quote.Name(column) + " text"))}{primary})", cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<LoadPoint> BeginAsync(LoadRequest request, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        await Asked(async () =>
        {
            // Names of functions and operators in a filter are read as the server's own.
            table = await LoadTable.ReadAsync(connection, request, fields, cancellationToken);
            if (request.OnConflict.Field is { } field && table.Find(field) is null) throw new UsageException($"{request.Table} has no column {field}; nearest right call: --on-conflict newer:{NearestName.Find(field, table.Columns.Select(column => column.Name)) ?? "COLUMN"}");
            if (request.OnConflict.Field is { } by && request.FieldsAreFixed && !fields.Contains(by)) throw new UsageException($"the file has no column {by}, so nobody knows which record is newer; nearest right call: --on-conflict update");
            await LoadRights.CheckAsync(connection, table, fields, cancellationToken);
            point = await progress.BeginAsync(table, cancellationToken);
        });
        return point;
    }

    /// <inheritdoc/>
    public void Prepare(LoadChunk chunk) => prepared.Add(chunk, new(table ?? throw new InvalidOperationException("BeginAsync comes first."), chunk));

    /// <inheritdoc/>
    public async ValueTask<LoadPoint> WriteAsync(LoadChunk chunk, IRejects rejects, CancellationToken cancellationToken)
    {
        var known = table ?? throw new InvalidOperationException("BeginAsync comes first.");
        try
        {
            if (!prepared.TryGetValue(chunk, out var ready)) ready = new(known, chunk);
            prepared.Remove(chunk);
            var (rows, sql) = (ready.Rows, ready.Sql);
            await StageAsync(ready, chunk.Fields, cancellationToken);
            var tally = await new ChunkWriter(connection, known, sql, collides).WriteAsync(rows, lockTimeout, cancellationToken);
            if (known.Request.OnConflict.Kind == ConflictKind.Stop && rows.Rejects.MinBy(reject => reject.Line) is { } first) throw new LoadStoppedException($"line {first.Line} cannot be taken: {first.Detail}");
            await KeepsKeyAsync(known, cancellationToken);
            await SetSequencesAsync(rows, sql, cancellationToken);
            rows.Rejects.Sort((left, right) => left.Line.CompareTo(right.Line));
            var length = rejects.Keep(rows.Rejects, chunk.Fields);
            var next = new LoadPoint(point.Inserted + tally.Inserted, point.Updated + tally.Updated, point.Skipped + tally.Skipped, point.Rejected + rows.Rejects.Count, length);
            if (next.Read - point.Read != chunk.Records.Count) throw new InvalidOperationException($"Of {chunk.Records.Count} records, {next.Read - point.Read} were counted.");
            await progress.SaveAsync(next, known.Request, cancellationToken);
            await connection.ExecuteAsync("COMMIT", CancellationToken.None);
            return point = next;
        }
        catch (LoadStoppedException)
        {
            await connection.RollBackAsync();
            throw;
        }
        catch (NpgsqlException failure)
        {
            await connection.RollBackAsync();
            throw new LoadStoppedException(Words(failure, known), failure);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            await connection.RollBackAsync();
            throw new LoadStoppedException(failure is OperationCanceledException ? "stopped" : failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LoadPoint> CompleteAsync(CancellationToken cancellationToken)
    {
        await Asked(() => progress.ForgetAsync(cancellationToken));
        return point;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async Task StageAsync(PreparedChunk chunk, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var sql = chunk.Sql;
        if (!staged.SequenceEqual(fields, StringComparer.Ordinal) || staged.Length == 0)
        {
            await connection.ExecuteAsync("DROP FUNCTION IF EXISTS pg_temp.uniquity_rows(int[])", cancellationToken);
            await connection.ExecuteAsync("DROP TABLE IF EXISTS " + LoadSql.Staging, cancellationToken);
            await connection.ExecuteAsync(sql.Create, cancellationToken);
            staged = [.. fields];
        }
        else
        {
            await connection.ExecuteAsync("TRUNCATE " + LoadSql.Staging, cancellationToken);
        }

        await connection.CopyAsync(sql.Copy, copy => chunk.Rows.CopyAsync(copy, sql, cancellationToken), cancellationToken);
        if (chunk.Rows.Shapes.Count > FewShapes) await connection.ExecuteAsync($"CREATE INDEX IF NOT EXISTS uniquity_load_shape ON {LoadSql.Staging} (shape)", cancellationToken);
    }

    /// <summary>Without its index, a key that is taken would go in once more; by now the chunk's lock keeps the index from going.</summary>
    private async Task KeepsKeyAsync(LoadTable known, CancellationToken cancellationToken)
    {
        if (known.Arbiter is not { } index) return;
        var stands = await connection.QueryAsync("SELECT EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass($1) AND indisunique AND indisvalid)", row => row.GetBoolean(0), cancellationToken, Quote.Table(new(index.Table.Schema, index.Name)));
        if (stands is not [true]) throw new LoadStoppedException(KeyIsGone(known));
    }

    private static string KeyIsGone(LoadTable known) => $"the unique index of the key is gone from {known.Request.Table}: bring it back (uniquity enforce), then go on";

    /// <summary>A sequence behind the ids loaded would refuse the application's next insert.</summary>
    private async Task SetSequencesAsync(StagedChunk rows, LoadSql sql, CancellationToken cancellationToken)
    {
        foreach (var (number, column) in sql.Loaded.Select(number => (number, table!.Find(sql.ColumnOf(number))!)).Where(field => field.Item2.Sequence is not null))
        {
            if (!rows.TryGreatest(number, out var greatest)) greatest = await GreatestAsync(rows, sql.Value("s", number), cancellationToken);
            if (greatest is not { } most) continue;
            await connection.ExecuteAsync(
                $"SELECT setval(p.seqrelid::regclass, least($1, p.seqmax)) FROM pg_sequence p, {column.Sequence} s WHERE p.seqrelid = $2::regclass AND p.seqincrement > 0 AND $1 >= p.seqmin AND ($1 > s.last_value OR $1 = s.last_value AND NOT s.is_called)",
                cancellationToken, most, column.Sequence);
        }
    }

    // 7.0, 7e0 and what newer servers read as a number.
    private async Task<long?> GreatestAsync(StagedChunk rows, string value, CancellationToken cancellationToken) => (await connection.QueryAsync(
        $"SELECT least(floor(max({value}::numeric)), 9223372036854775807)::bigint FROM (SELECT * FROM {LoadSql.Staging} o WHERE o.n NOT IN (SELECT unnest($1::int[])) OFFSET 0) s WHERE {value}::numeric BETWEEN -9223372036854775808 AND 9223372036854775807",
        row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), cancellationToken, "{" + string.Join(',', rows.RejectedNumbers()) + "}"))[0];

    private string Words(NpgsqlException failure, LoadTable known) => failure switch
    {
        PostgresException { SqlState: "55P03" } => $"{known.Request.Table} is locked by another session, and the wait was over after {lockTimeout.TotalSeconds:0.#} s: give more time with --timeout",
        PostgresException { SqlState: "42P10" } => KeyIsGone(known),
        PostgresException { SqlState: "53100" } => "the server's disk is full",
        PostgresException refused => $"PostgreSQL refused: {refused.MessageText} ({refused.SqlState})",
        _ => $"the connection to PostgreSQL at {address} was lost",
    };

    private async ValueTask Asked(Func<Task> ask)
    {
        try
        {
            await ask();
        }
        catch (NpgsqlException failure)
        {
            throw new TargetException(failure is PostgresException refused ? $"PostgreSQL at {address} refused: {refused.MessageText} ({refused.SqlState})." : $"The connection to PostgreSQL at {address} was lost.", failure);
        }
    }
}
