using System.Text;
using System.Globalization;
using Npgsql;
using Uniquity.Loading;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Loading;

/// <summary>Writes one chunk: all rows at once where they are in order, else row after row.</summary>
internal sealed class ChunkWriter(LoadConnection connection, LoadTable table, LoadSql sql)
{
    private static readonly CompositeFormat Setting = CompositeFormat.Parse("SELECT set_config('lock_timeout', '{0}', true), set_config('statement_timeout', '0', true), set_config('row_security', 'on', true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)");

    /// <summary>Writes a staged chunk within a transaction that the caller ends.</summary>
    public async Task<Tally> WriteAsync(StagedChunk chunk, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        if (chunk.Rows == 0)
        {
            await BeginAsync(lockTimeout, cancellationToken);
            return default;
        }

        if (IsPlain(chunk))
        {
            try
            {
                await BeginAsync(lockTimeout, cancellationToken);
                if (await AllAtOnceAsync(chunk, cancellationToken) is { } tally) return tally;
                await connection.RollBackAsync();
            }
            catch (PostgresException refused) when (refused.SqlState[..2] is "21" or "22" or "23" or "44" or "54" or "P0")
            {
                await connection.RollBackAsync();
            }
        }

        await BeginAsync(lockTimeout, cancellationToken);
        return await OneByOneAsync(chunk, null, cancellationToken);
    }

    private bool IsPlain(StagedChunk chunk) => table.Request.OnConflict.Kind switch
    {
        ConflictKind.Stop => true,
        ConflictKind.Skip => table.KeyColumns is { } key && table.Request.Indexes.All(index => !index.Deferrable) && chunk.HasPlainKeys(key, mayRepeat: true),
        _ => !table.Partitioned && table.KeyColumns is { } key && chunk.HasPlainKeys(key, mayRepeat: false),
    };

    private async Task BeginAsync(TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE", cancellationToken);
        await connection.ExecuteAsync(string.Format(CultureInfo.InvariantCulture, Setting, (long)lockTimeout.TotalMilliseconds), cancellationToken);
        await connection.ExecuteAsync("SET CONSTRAINTS ALL IMMEDIATE", cancellationToken);
    }

    /// <summary>One statement for each shape.</summary>
    /// <returns>What became of the rows; <see langword="null"/> where that cannot be told without taking each by itself.</returns>
    private async Task<Tally?> AllAtOnceAsync(StagedChunk chunk, CancellationToken cancellationToken)
    {
        var kind = table.Request.OnConflict.Kind;
        var (inserted, updated) = (0L, 0L);
        for (var shape = 0; shape < chunk.Shapes.Count; shape++)
        {
            var rows = sql.Into(chunk.Shapes[shape]) + " " + sql.Select(chunk.Shapes[shape], shape);
            if (sql.Upsert(chunk.Shapes[shape]) is { } upsert)
            {
                // A row that was updated carries the lock of its update in xmax; a new one has none.
                var both = await connection.QueryAsync($"WITH w AS ({rows} {upsert} RETURNING (t.xmax = 0) AS fresh) SELECT count(*) FILTER (WHERE fresh), count(*) FILTER (WHERE NOT fresh) FROM w", row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken);
                (inserted, updated) = (inserted + both[0].Item1, updated + both[0].Item2);
            }
            else
            {
                inserted += await connection.ExecuteAsync(kind == ConflictKind.Stop ? rows : rows + " ON CONFLICT DO NOTHING", cancellationToken);
            }
        }

        var left = chunk.Rows - inserted - updated;
        if (left == 0 || kind == ConflictKind.Newer && chunk.Shapes.All(shape => sql.Upsert(shape) is not null)) return new(inserted, updated, left);
        if (kind != ConflictKind.Skip || table.Partitioned) return null;
        return await SkippedAsync(chunk, inserted, left, cancellationToken);
    }

    /// <summary>Which records were not taken, and which of them because of the key: the others are tried again, to hear why.</summary>
    private async Task<Tally?> SkippedAsync(StagedChunk chunk, long inserted, long left, CancellationToken cancellationToken)
    {
        var fields = table.KeyColumns!;
        var same = string.Join(" AND ", fields.Select(name => $"t.{Quote.Name(name)} = {sql.Value("s", sql.NumberOf(name))}"));
        var filter = table.Arbiter!.Filter is { } partial ? $" AND ({partial})" : "";
        var missing = await connection.QueryAsync(
            $"""
            SELECT s.n, EXISTS (SELECT FROM {table.Sql} t WHERE {same}{filter}) FROM {LoadSql.Staging} s
            WHERE NOT EXISTS (SELECT FROM {table.Sql} t WHERE {same} AND t.xmin::text = (SELECT (txid_current() % 4294967296)::text))
            """, row => (N: row.GetInt32(0), Held: row.GetBoolean(1)), cancellationToken);
        if (missing.Count > left) return null;

        // A record that repeats the key of one before it is not missing: its key is held by that one, so it was skipped too.
        var others = missing.Where(row => !row.Held).Select(row => row.N).ToArray();
        var tally = new Tally(inserted, 0, left - others.Length);
        return others.Length == 0 ? tally : tally + await OneByOneAsync(chunk, others, cancellationToken);
    }

    private async Task<Tally> OneByOneAsync(StagedChunk chunk, int[]? some, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(sql.RowFunction(chunk.Shapes), cancellationToken);
        var (inserted, updated, skipped) = (0L, 0L, 0L);
        var refused = new List<RowOutcome>();
        string? Text(NpgsqlDataReader row, int at) => row.IsDBNull(at) || row.GetString(at).Length == 0 ? null : row.GetString(at);
        var outcomes = await connection.QueryAsync("SELECT * FROM pg_temp.uniquity_rows($1::int[])", row => new RowOutcome(row.GetInt32(0), row.GetString(1), Text(row, 2), Text(row, 3), Text(row, 4), Text(row, 5), Text(row, 6)), cancellationToken, some is null ? null : "{" + string.Join(',', some) + "}");
        foreach (var outcome in outcomes)
        {
            if (outcome.Outcome == "i") inserted++;
            else if (outcome.Outcome == "u") updated++;
            else if (outcome.Outcome == "s" || IsSkipped(outcome)) skipped++;
            else refused.Add(outcome);
        }

        chunk.Rejects.AddRange(await new RefusedRows(connection, table, sql).ReadAsync(chunk, refused, cancellationToken));
        return new(inserted, updated, skipped);
    }

    // A deferrable constraint cannot be named in ON CONFLICT: its refusal is the skip.
    private bool IsSkipped(RowOutcome outcome) => outcome.State == "23505" && table.Request.OnConflict.Kind == ConflictKind.Skip && table.Arbiter is { Deferrable: true } index && index.Name == outcome.Constraint;
}
