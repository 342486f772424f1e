using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Planning;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Resolving.Undoing;
using Uniquity.PostgreSql.Sql;
using Uniquity.Resolving;
using Uniquity.Wording;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>Does one batch in an open transaction.</summary>
/// <remarks>
/// First the rows of its groups are locked and read as they are by then, then everything that refers to them is read: a writer
/// who came before the lock is seen, one who comes after waits. Nothing is changed that is not in the archive by the same statement or one before.
/// </remarks>
internal sealed class Batch(WriteSession session, ResolveContext context, RunArchive archive)
{
    /// <summary>Far more rounds than any chain of tables has; each removes a row, so the rounds end by themselves.</summary>
    private const int Rounds = 1000;

    private readonly BatchStatements sql = new(context, archive);
    private readonly ResolveGraph graph = context.Graph;

    /// <summary>Makes the tables of moves, once in a session.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var table in graph.Moving) await session.ExecuteAsync(sql.Moves.Make(table), cancellationToken);
    }

    /// <summary>Resolves the groups of a range.</summary>
    /// <exception cref="RefusedException">Something of the owner's stepped in, and the transaction must be rolled back.</exception>
    public async Task<BatchCounts> RunAsync(int batch, long from, long to, CancellationToken cancellationToken)
    {
        if (await session.ExecuteAsync(sql.Root.Rank(batch, from, to), cancellationToken) == 0) return default;
        if (context.Request.Children == ChildrenPolicy.Refuse) await RefuseChildrenAsync(batch, cancellationToken);
        if (graph.Deletes) await TakeChildrenAsync(batch, cancellationToken);
        if (graph.Moving.Count > 0) await FindMovesAsync(batch, cancellationToken);
        await CheckKeysAsync(batch, cancellationToken);
        var change = await session.OneAsync(sql.Change.Change(batch), row => (Gone: row.GetInt64(0), ToGo: row.GetInt64(1), Moved: row.GetInt64(2), ToMove: row.GetInt64(3), Direct: row.GetInt64(4)), cancellationToken);
        // The counts to be are those before the statement: it does not see its own writes.
        if (change.Gone != change.ToGo) throw SteppedIn($"{change.ToGo - change.Gone} of {Counted.Of(change.ToGo, "row")} {Counted.Noun(change.ToGo - change.Gone, "was", "were")} not deleted");
        if (change.Moved != change.ToMove) throw SteppedIn($"{change.ToMove - change.Moved} of {Counted.Of(change.ToMove, "reference")} {Counted.Noun(change.ToMove - change.Moved, "was", "were")} not moved");
        await CheckMovedAsync(batch, cancellationToken);
        return new(change.Gone, await MergeAsync(batch, cancellationToken), change.Moved + change.Direct);
    }

    private async Task<long> MergeAsync(int batch, CancellationToken cancellationToken)
    {
        if (!context.Merge.Any) return 0;
        var (updated, changing) = await session.OneAsync(sql.Merge.Merge(batch), row => (row.GetInt64(0), row.GetInt64(1)), cancellationToken);
        return updated == changing ? updated : throw SteppedIn($"{changing - updated} of {Counted.Of(changing, "row")} {Counted.Noun(changing - updated, "was", "were")} not merged");
    }

    private async Task RefuseChildrenAsync(int batch, CancellationToken cancellationToken)
    {
        foreach (var reference in graph.References)
        {
            var self = reference.ToItself ? SqlText.Of($" WHERE {sql.Moves.IsNotRemoved(graph.Root, "c", graph.Root.Id, batch)}") : SqlText.Empty;
            var count = await CountAsync(SqlText.Of($"SELECT count(*) FROM {graph.Tables[reference.Child].From} AS c JOIN ({sql.Moves.KeyPairs(reference, batch)}) AS p ON {reference.Refers("c", "p", MoveSql.OldKey)}{self}"), cancellationToken);
            if (count > 0) throw new RefusedException($"{Counted.Of(count, "row")} of {reference.Child} {Counted.Noun(count, "refers", "refer")} to rows that would go, by {reference.Name}, and --children refuse forbids it: use --children repoint.");
        }
    }

    /// <summary>Children go with their parents, and theirs with them.</summary>
    private async Task TakeChildrenAsync(int batch, CancellationToken cancellationToken)
    {
        for (var more = true; more;)
        {
            more = false;
            foreach (var reference in graph.References.Where(graph.DeletesBy))
            {
                await CountAsync(sql.Children.Lock(reference, batch), cancellationToken);
                more |= await session.ExecuteAsync(sql.Children.Archive(reference, batch), cancellationToken) > 0;
            }
        }
    }

    /// <summary>Finds the rows that move, and those that collide when they do, until no more come up.</summary>
    private async Task FindMovesAsync(int batch, CancellationToken cancellationToken)
    {
        var before = -1L;
        for (var round = 0; round < Rounds; round++)
        {
            long moved = 0;
            long collided = 0;
            foreach (var child in graph.Moving)
            {
                await session.ExecuteAsync(sql.Moves.Clear(child), cancellationToken);
                moved += await session.ExecuteAsync(sql.Moves.Fill(child, batch), cancellationToken);
                foreach (var key in graph.Breakable(child)) collided += await CollideAsync(child, key, batch, cancellationToken);
            }

            if (collided == 0 && (moved == before || (round == 0 && InOrder))) return;
            before = collided == 0 ? moved : -1;
        }

        throw new InvalidOperationException($"Bug in Uniquity: the moves of {graph.Root.Name} did not settle.");
    }

    /// <summary>Whether one round sees everything: no table that moves refers to one that comes later, or to itself by a key that moves.</summary>
    private bool InOrder
    {
        get
        {
            var order = graph.Moving.Select((table, n) => (table.Name, n)).ToDictionary(pair => pair.Name, pair => pair.n);
            return graph.References.Where(reference => order.ContainsKey(reference.Child) && order.ContainsKey(reference.Parent)
                && reference.ParentColumns.Any(graph.MovedColumns(graph.Tables[reference.Parent]).Contains)).All(reference => order[reference.Parent] < order[reference.Child]);
        }
    }

    private async Task<long> CollideAsync(TableShape child, UniqueKey key, int batch, CancellationToken cancellationToken)
    {
        await CountAsync(sql.Collisions.Lock(child, key), cancellationToken);
        var collided = await session.ExecuteAsync(sql.Collisions.Resolve(child, key, batch), cancellationToken);
        if (collided == 0) return 0;
        await session.ExecuteAsync(sql.Collisions.DropRemoved(child, batch), cancellationToken);
        for (var chain = 0; chain < Rounds && await session.ExecuteAsync(sql.Collisions.PassOn(child, batch), cancellationToken) > 0; chain++)
        {
            // A chain of rows kept for rows that went is as long as the rounds that made it.
        }

        return collided;
    }

    /// <summary>A key that a row leaves and another takes in one statement is not safe from the server's own actions on references.</summary>
    private async Task CheckKeysAsync(int batch, CancellationToken cancellationToken)
    {
        foreach (var table in graph.Moving.Where(table => graph.Loses(table.Name)))
        {
            foreach (var reference in graph.ByMovingKey(table))
            {
                if (await CountAsync(sql.Moves.CountTradedKeys(table, reference, batch), cancellationToken) is > 0 and var traded)
                    throw new RefusedException($"{Counted.Of(traded, "row")} of {table.Name} would take the key of a row that goes while {reference.Name} refers to that key: resolve {table.Name} first, or keep the rows that have the key.");
            }
        }
    }

    /// <summary>Every reference that moved is where it was moved to: no action of the server's and no trigger took it on.</summary>
    /// <remarks>Tables that one update moves have no triggers and no key that moves, and the lock on the parents holds new references back: nothing can.</remarks>
    private async Task CheckMovedAsync(int batch, CancellationToken cancellationToken)
    {
        foreach (var child in graph.Moving.Where(child => !child.Physical))
        {
            var moved = archive.Moved(child.Name);
            var there = await CountAsync(SqlText.Of($"SELECT count(*) FROM ({MatchSql.Moved(moved, child, new(batch, null))}) AS m"), cancellationToken);
            var all = await CountAsync(SqlText.Of($"SELECT count(*) FROM {moved.Sql} AS a WHERE {moved.Own("a", "batch")} = {batch}"), cancellationToken);
            if (there != all) throw SteppedIn($"{all - there} of {Counted.Of(all, "reference")} of {child.Name} {Counted.Noun(all - there, "is", "are")} not what they were changed to");
        }
    }

    private RefusedException SteppedIn(string what) => new(
        $"{what}: a trigger steps in ({string.Join(", ", graph.Tables.Values.SelectMany(table => table.Triggers.Select(trigger => $"{trigger} of {table.Name}")))}). Disable it for the resolution.");

    private Task<long> CountAsync(SqlText count, CancellationToken cancellationToken) => session.OneAsync(count, row => row.GetInt64(0), cancellationToken);
}
