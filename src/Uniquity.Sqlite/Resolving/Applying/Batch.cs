using Uniquity.Resolving;
using Uniquity.Sqlite.Resolving.Archiving;
using Uniquity.Sqlite.Resolving.Planning;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Running;
using Uniquity.Wording;

namespace Uniquity.Sqlite.Resolving.Applying;

/// <summary>Does one batch in an open transaction, which nobody else writes beside.</summary>
/// <remarks>
/// Foreign keys are off on this connection: references are moved by what is worked out here, and no action of theirs deletes what
/// should move. Nothing is changed that is not in the archive by the same transaction.
/// </remarks>
internal sealed class Batch(SqliteSession session, ResolveContext context, RunArchive archive, Solver solver)
{
    private readonly ChangeSql sql = new(context, archive);
    private readonly ResolveGraph graph = context.Graph;

    /// <summary>The statements of a batch, as a plan shows them.</summary>
    public IReadOnlyList<string> Shown(long to)
    {
        var statements = new List<string> { context.Keyed.Rank(archive.Work, 1, to).Show };
        statements.AddRange(graph.Moving.SelectMany(solver.Moves.Fill));
        statements.AddRange(graph.Losing.Select(table => sql.ArchiveRemoved(table, 1).Show).Concat(graph.Losing.Select(ChangeSql.Delete)));
        foreach (var table in graph.Moving) statements.AddRange([sql.Move(table), sql.ArchiveMoved(table, 1).Show]);
        if (context.Merge.Any) statements.AddRange([context.Merge.Fill, sql.ArchiveMerged(1, 0).Show, sql.Merge, sql.ArchiveMerged(1, 1).Show]);
        return statements;
    }

    /// <summary>Resolves the groups of a range.</summary>
    /// <exception cref="RefusedException">Something of the owner's stepped in, and the transaction must be rolled back.</exception>
    public async Task<BatchCounts> RunAsync(long batch, long from, long to, CancellationToken cancellation)
    {
        if (await solver.SolveAsync(archive.Work, from, to, cancellation) == 0) return default;
        await MergeChecks.CheckAsync(session, context, cancellation);
        await CheckReferencesAsync(session, context, solver, cancellation);
        if (context.Merge.Any) await solver.MergeAsync(cancellation);
        long removed = 0;
        long moved = 0;
        var archived = new List<long>();
        foreach (var table in graph.Losing) archived.Add(await session.ExecuteAsync(sql.ArchiveRemoved(table, batch), cancellation));
        foreach (var (table, going) in graph.Losing.Zip(archived))
        {
            var deleted = await session.ExecuteAsync(ChangeSql.Delete(table), cancellation);
            if (going != deleted) throw SteppedIn($"{going - deleted} of {going} rows of {table.Name} were not deleted");
            removed += deleted;
        }

        foreach (var table in graph.Moving)
        {
            var updated = await session.ExecuteAsync(sql.Move(table), cancellation);
            var there = await session.ExecuteAsync(sql.ArchiveMoved(table, batch), cancellation);
            var all = await session.NumberAsync($"SELECT count(*) FROM {table.Moves}", cancellation);
            if (updated != all) throw SteppedIn($"{all - updated} of {all} references of {table.Name} were not moved");
            if (there != all) throw SteppedIn($"{all - there} of {all} references of {table.Name} are not what they were changed to");
            moved += all;
        }

        return new(removed, await MergeAsync(batch, cancellation), moved);
    }

    /// <summary>Refuses where references would be lost, or a person forbade that there are any.</summary>
    /// <exception cref="RefusedException">They would be.</exception>
    public static async Task CheckReferencesAsync(SqliteSession session, ResolveContext context, Solver solver, CancellationToken cancellation)
    {
        var tables = context.Graph;
        if (context.Request.Children == ChildrenPolicy.Refuse)
        {
            var counts = new List<(Reference Reference, long Rows)>();
            foreach (var reference in tables.References)
            {
                var rows = await CountAsync(session, tables, solver, reference, cancellation);
                if (rows > 0) counts.Add((reference, rows));
            }

            if (counts.Count > 0)
                throw new RefusedException($"{Counted.Of(counts.Sum(count => count.Rows), "row")} {Counted.Noun(counts.Sum(count => count.Rows), "refers", "refer")} to rows that would go ({string.Join(", ", counts.Select(count => $"{count.Rows} of {count.Reference.Child} by {count.Reference.Name}"))}), and --children refuse forbids it: use --children repoint.");
        }

        foreach (var table in tables.Moving)
        {
            if (await session.NumberAsync(ChangeSql.CountLost(table, tables.MovedColumns(table).Count), cancellation) is > 0 and var lost)
                throw new RefusedException($"{lost} rows of {table.Name} refer to rows that go by a value that the row which stays has not ({string.Join(", ", tables.MovesOf(table).Select(reference => $"{reference.Name} to {reference.Parent} ({string.Join(", ", reference.ParentColumns)})"))}): they would refer to nothing. Keep the row that has it (--keep most-complete), or fill it first.");
        }
    }

    /// <summary>How many rows refer to rows that go; of a table that refers to itself, only those that stay.</summary>
    public static Task<long> CountAsync(SqliteSession session, ResolveGraph tables, Solver solver, Reference reference, CancellationToken cancellation)
    {
        var own = reference.ToItself ? solver.Moves.Stays(tables.Tables[reference.Child], "uq_c") : "1";
        return session.NumberAsync($"SELECT count(*) FROM {solver.Moves.Referring(reference)} WHERE {own}", cancellation);
    }

    private async Task<long> MergeAsync(long batch, CancellationToken cancellation)
    {
        if (!context.Merge.Any) return 0;
        var changing = await session.ExecuteAsync(sql.ArchiveMerged(batch, 0), cancellation);
        var updated = await session.ExecuteAsync(sql.Merge, cancellation);
        await session.ExecuteAsync(sql.ArchiveMerged(batch, 1), cancellation);
        return updated == changing ? updated : throw SteppedIn($"{changing - updated} of {changing} rows were not merged");
    }

    private RefusedException SteppedIn(string what) => new(
        $"{what}: a trigger steps in ({string.Join(", ", graph.Tables.Values.SelectMany(table => table.Triggers.Select(trigger => $"{trigger} of {table.Name}")))}). Drop it for the resolution.");
}
