using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Planning;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>All statements of a run.</summary>
/// <param name="context">The request and its tables.</param>
/// <param name="archive">The run's archive.</param>
internal sealed class BatchStatements(ResolveContext context, RunArchive archive)
{
    /// <summary>On the root.</summary>
    public BatchSql Root { get; } = new(context.Request, context.Graph, archive, context.Keyed);

    /// <summary>References that move.</summary>
    public MoveSql Moves { get; } = new(context.Graph, archive);

    /// <summary>Rows that collide when moved.</summary>
    public CollisionSql Collisions => new(context.Request.Keep, context.Graph, archive, Moves);

    /// <summary>Rows that go with their parents.</summary>
    public DeleteChildrenSql Children => new(context.Graph, archive, Moves);

    /// <summary>The change.</summary>
    public ChangeSql Change => new(context.Graph, archive, Moves);

    /// <summary>The merge.</summary>
    public MergeBatchSql Merge => new(context.Graph, archive, context.Merge, Moves);

    /// <summary>The statements of one batch in their order, for a person to review.</summary>
    public IEnumerable<SqlText> Shown(int batch, long from, long to)
    {
        var graph = context.Graph;
        yield return Root.MakeWork;
        yield return Root.Rank(batch, from, to);
        foreach (var reference in graph.References.Where(graph.DeletesBy)) yield return Children.Archive(reference, batch);
        foreach (var child in graph.Moving)
        {
            yield return Moves.Fill(child, batch);
            foreach (var key in graph.Breakable(child)) yield return Collisions.Resolve(child, key, batch);
        }

        yield return Change.Change(batch);
        if (context.Merge.Any) yield return Merge.Merge(batch);
    }
}
