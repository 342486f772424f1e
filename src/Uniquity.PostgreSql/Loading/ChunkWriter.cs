using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Npgsql;
using Uniquity.Loading;

namespace Uniquity.PostgreSql.Loading;

/// <summary>Writes one chunk: all rows at once where they are in order, else row after row.</summary>
/// <param name="connection">The connection.</param>
/// <param name="table">The table.</param>
/// <param name="sql">Its statements for the fields of the chunk.</param>
/// <param name="collides">Whether rows of this load have been left already.</param>
internal sealed class ChunkWriter(LoadConnection connection, LoadTable table, LoadSql sql, StrongBox<bool> collides)
{
    private const string ReferenceBroken = "23503";
    private static readonly CompositeFormat Setting = CompositeFormat.Parse("SELECT set_config('lock_timeout', '{0}', true), set_config('statement_timeout', '0', true), set_config('row_security', 'on', true), set_config('jit', 'off', true)");

    // Two loads whose files have the same keys in another order wait for one another; the one that the server sends away comes again.
    private const int MostTries = 20;

    /// <summary>Writes a staged chunk within a transaction that the caller ends.</summary>
    public async Task<Tally> WriteAsync(StagedChunk chunk, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        var faults = chunk.Rejects.Count;
        for (var left = MostTries; ; left--)
        {
            try
            {
                return await TryAsync(chunk, lockTimeout, cancellationToken);
            }
            catch (PostgresException refused) when (left > 1 && ServerTrouble.Passes(refused.SqlState))
            {
                await connection.RollBackAsync();
                chunk.Rejects.RemoveRange(faults, chunk.Rejects.Count - faults);
            }
        }
    }

    private async Task<Tally> TryAsync(StagedChunk chunk, TimeSpan lockTimeout, CancellationToken cancellationToken)
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
                var told = collides.Value;
                if ((told ? await CollidingAsync(chunk, cancellationToken) : await AllAtOnceAsync(chunk, cancellationToken)) is { } tally) return tally;
                await connection.RollBackAsync();
                if (!told && collides.Value) return await TryAsync(chunk, lockTimeout, cancellationToken);
            }
            catch (PostgresException refused) when (!ServerTrouble.Is(refused.SqlState) || refused is { SqlState: "55000" } or { SqlState: "42501", Routine: "ExecWithCheckOptions" })
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
        if (left == 0 || kind == ConflictKind.Newer && table is { HasTriggersBefore: false, HasTriggersBeforeUpdate: false } && chunk.Shapes.All(shape => sql.Upsert(shape) is not null)) return new(inserted, updated, left);

        // The statement that also tells which rows were left costs more, so it is run from the first row left on.
        if (CanTellLeft) collides.Value = true;
        return null;
    }

    // A trigger that changes keys makes rows look left that are in.
    private bool CanTellLeft => table.Request.OnConflict.Kind == ConflictKind.Skip && table is { Partitioned: false, HasTriggersBefore: false, KeyColumns: { } key } && key.All(name => table.Find(name)!.IsInPath);

    /// <summary>One statement for each shape, which tells the rows that were left; of those, the ones that the key did not hold are rejects.</summary>
    private async Task<Tally?> CollidingAsync(StagedChunk chunk, CancellationToken cancellationToken)
    {
        var inserted = 0L;
        var left = new List<int>();
        for (var shape = 0; shape < chunk.Shapes.Count; shape++)
        {
            var rows = await connection.QueryAsync(sql.InsertAndTell(chunk.Shapes[shape], shape), row => (N: row.GetInt32(0), Count: row.GetInt64(1)), cancellationToken);
            inserted += rows.Find(row => row.N < 0).Count;
            left.AddRange(rows.Where(row => row.N >= 0).Select(row => row.N));
        }

        if (left.Count > 0 && chunk.Shapes.Count > 1) return null;

        // The first of two with one key may have been refused by another index, and the second have gone in.
        if (inserted < chunk.Rows && chunk.RepeatsDiffer(table.KeyColumns!, table.Request.Indexes.Where(index => index != table.Arbiter).SelectMany(index => index.Key).ToList())) return null;

        // A record that repeats the key of one before it is not among them: its key is held by that one, so it was skipped too.
        var (rejects, others) = await new LeftRows(connection, table, sql).ReadAsync(chunk, left, cancellationToken);
        var tally = new Tally(inserted, 0, chunk.Rows - inserted - rejects.Count - others.Count);
        chunk.Rejects.AddRange(rejects);
        return others.Count == 0 ? tally : tally + await OneByOneAsync(chunk, [.. others], cancellationToken);
    }

    private async Task<Tally> OneByOneAsync(StagedChunk chunk, int[]? some, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(new RowFunction(table, sql).Create(chunk.Shapes), cancellationToken);
        var (inserted, updated, skipped) = (0L, 0L, 0L);
        var refused = new List<RowOutcome>();
        string? Text(NpgsqlDataReader row, int at) => row.IsDBNull(at) || row.GetString(at).Length == 0 ? null : row.GetString(at);
        Task<List<RowOutcome>> TryAsync(IEnumerable<int>? numbers) => connection.QueryAsync("SELECT * FROM pg_temp.uniquity_rows($1::int[])", row => new RowOutcome(row.GetInt32(0), row.GetString(1), Text(row, 2), Text(row, 3), Text(row, 4), Text(row, 5)), cancellationToken, numbers is null ? null : "{" + string.Join(',', numbers) + "}");
        var outcomes = await TryAsync(some);

        // What refers to a record that came after it in the file goes in once that one is there.
        var repeats = new KeyRepeats(table.Request.OnConflict, chunk.Records, [.. (table.KeyColumns ?? []).Select(sql.NumberOf)]);
        for (var before = -1; table.RefersToItself && outcomes.FindAll(outcome => outcome.State == ReferenceBroken && repeats.IsLast(chunk.Records[outcome.N])) is { Count: > 0 } open && open.Count != before; before = open.Count)
        {
            outcomes = [.. outcomes.Except(open), .. await TryAsync(open.Select(outcome => outcome.N))];
        }

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
