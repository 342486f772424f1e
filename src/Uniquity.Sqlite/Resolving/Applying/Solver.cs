using Uniquity.Resolving;
using Uniquity.Sqlite.Resolving.Planning;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving.Applying;

/// <summary>Works out what becomes of the rows of some groups and of everything that refers to them, in tables of the session's own.</summary>
/// <remarks>A plan works it out for all groups at once and changes nothing; a batch does it for its groups, inside the transaction that changes them. So the plan shows what the batch does.</remarks>
internal sealed class Solver(SqliteSession session, ResolveContext context)
{
    /// <summary>Far more rounds than any chain of tables has; each removes a row, so the rounds end by themselves.</summary>
    private const int Rounds = 1000;

    private readonly ResolveGraph graph = context.Graph;
    private readonly MoveSql moves = new(context.Graph);
    private readonly CollisionSql collisions = new(context.Request.Keep, context.Graph, new(context.Graph));

    /// <summary>The statements about references.</summary>
    public MoveSql Moves => moves;

    /// <summary>Makes the session's own tables, once.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        foreach (var statement in context.Keyed.MakeRanked.Concat(moves.Make()).Concat(context.Merge.Any ? context.Merge.Make : [])) await session.ExecuteAsync(statement, cancellation);
    }

    /// <summary>Works it out for the groups of a range.</summary>
    /// <returns>The rows of the table that share a key; 0 where none does any more.</returns>
    public async Task<long> SolveAsync(string list, long from, long to, CancellationToken cancellation)
    {
        var ranked = await RankAsync(list, from, to, cancellation);
        if (ranked > 0) await FollowAsync(cancellation);
        return ranked;
    }

    /// <summary>Ranks the rows of the groups of a range.</summary>
    public async Task<long> RankAsync(string list, long from, long to, CancellationToken cancellation)
    {
        await session.ExecuteAsync($"DELETE FROM {KeyedRows.Ranked}", cancellation);
        return await session.ExecuteAsync(context.Keyed.Rank(list, from, to), cancellation);
    }

    /// <summary>Works out what follows from the ranks: what goes, what goes with it, what moves, and what collides when it does.</summary>
    public async Task FollowAsync(CancellationToken cancellation)
    {
        foreach (var statement in moves.Clear()) await session.ExecuteAsync(statement, cancellation);
        if (context.Merge.Any) await session.ExecuteAsync($"DELETE FROM {MergeSql.Merged}", cancellation);
        var root = graph.Root;
        await session.ExecuteAsync($"INSERT INTO {root.Gone} SELECT {Names.List(root.A)}, {Names.List(root.S)}, uq_g, uq_rank, uq_key FROM {KeyedRows.Ranked} WHERE uq_rank > 1", cancellation);
        if (graph.Deletes) await TakeChildrenAsync(cancellation);
        await FindMovesAsync(cancellation);
    }

    /// <summary>Works out what the rows that stay take from the others.</summary>
    /// <exception cref="RefusedException">SQLite cannot compute it.</exception>
    public async Task MergeAsync(CancellationToken cancellation)
    {
        if (!context.Merge.Any) return;
        try
        {
            await session.ExecuteAsync(context.Merge.Fill, cancellation);
        }
        catch (TargetException fault) when (SqliteFault.IsMisspelt(fault, out var said))
        {
            // Sums of integers end at 2^63 - 1, and say so.
            throw new RefusedException($"--merge {string.Join(" ", context.Request.Merge)} cannot be computed: {said}.", fault);
        }

        // A row that stayed for its group can still go for a key that it would share once its own references have moved.
        await session.ExecuteAsync($"DELETE FROM {MergeSql.Merged} AS uq_m WHERE EXISTS (SELECT 1 FROM {graph.Root.Gone} AS uq_x WHERE {graph.Root.SameRow("uq_m", "uq_x")})", cancellation);

        // A reference that a row takes over from one that goes may itself be to a row that goes.
        foreach (var reference in graph.MovesOf(graph.Root).Where(reference => graph.Loses(reference.Parent) && reference.ChildColumns.All(context.Merge.Fields.Contains)))
        {
            var parent = graph.Tables[reference.Parent];
            string Value(int n) => MergeSql.New(context.Merge.Fields.ToList().IndexOf(reference.ChildColumns[n]) + 1);
            var set = reference.ParentColumns.Select((name, n) => $"{Value(n)} = uq_k.{SqliteName.Quote(name)}");
            var refers = reference.ParentColumns.Select((name, n) => $"uq_p.{SqliteName.Quote(name)} = uq_m.{Value(n)}");
            await session.ExecuteAsync($"""
                UPDATE {MergeSql.Merged} AS uq_m SET {Names.List(set)} FROM {parent.Gone} AS uq_g CROSS JOIN {parent.From} AS uq_p ON {parent.Is("uq_p", "uq_g")} CROSS JOIN {parent.From} AS uq_k ON {parent.Is("uq_k", "uq_g", "s")}
                WHERE {string.Join(" AND ", refers)}
                """, cancellation);
        }
    }

    /// <summary>Children go with their parents, and theirs with them.</summary>
    private async Task TakeChildrenAsync(CancellationToken cancellation)
    {
        for (var more = true; more;)
        {
            more = false;
            foreach (var reference in graph.References.Where(graph.DeletesBy))
            {
                var child = graph.Tables[reference.Child];
                var stays = Names.List(child.S.Select(_ => "NULL"));
                more |= await session.ExecuteAsync($"INSERT OR IGNORE INTO {child.Gone} SELECT {child.AddressAs("uq_c")}, {stays}, uq_g.uq_g, 1, NULL FROM {moves.Referring(reference)} WHERE {moves.Stays(child, "uq_c")}", cancellation) > 0;
            }
        }
    }

    /// <summary>Finds the rows that move, and those that collide when they do, until no more come up.</summary>
    private async Task FindMovesAsync(CancellationToken cancellation)
    {
        var before = -1L;
        for (var round = 0; round < Rounds; round++)
        {
            long moved = 0;
            long collided = 0;
            foreach (var child in graph.Moving)
            {
                foreach (var statement in moves.Fill(child)) await session.ExecuteAsync(statement, cancellation);
                foreach (var key in graph.Breakable(child)) collided += await CollideAsync(child, key, cancellation);
                moved += await session.NumberAsync($"SELECT count(*) FROM {child.Moves}", cancellation);
            }

            if (graph.InOrder || (collided == 0 && moved == before)) return;
            before = collided == 0 ? moved : -1;
        }

        throw new InvalidOperationException($"Bug in Uniquity: the moves of {graph.Root.Name} did not settle.");
    }

    private async Task<long> CollideAsync(TableShape child, UniqueKey key, CancellationToken cancellation)
    {
        foreach (var statement in collisions.Resolve(child, key)) await session.ExecuteAsync(statement, cancellation);
        var collided = await session.ExecuteAsync(collisions.Remove(child, key), cancellation);
        if (collided == 0) return 0;
        await session.ExecuteAsync(CollisionSql.DropRemoved(child), cancellation);
        for (var chain = 0; chain < Rounds && await session.ExecuteAsync(CollisionSql.PassOn(child), cancellation) > 0; chain++)
        {
            // A chain of rows that stay for rows that went is as long as the rounds that made it.
        }

        return collided;
    }
}
