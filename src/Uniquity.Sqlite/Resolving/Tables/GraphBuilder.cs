using Uniquity.Indexes;
using Uniquity.Resolving;

namespace Uniquity.Sqlite.Resolving.Tables;

/// <summary>Follows foreign keys from a table to all that a resolution can touch.</summary>
internal sealed class GraphBuilder(ShapeReader shapes, ReferenceReader references)
{
    private readonly Dictionary<TableName, TableShape> tables = [];
    private readonly Dictionary<TableName, IReadOnlyList<Reference>> referencesTo = [];

    /// <summary>Builds the graph of a request.</summary>
    /// <exception cref="RefusedException">A table in it cannot be resolved safely.</exception>
    public async Task<ResolveGraph> BuildAsync(ResolveRequest request, CancellationToken cancellationToken)
    {
        var root = await AddAsync(request.Table, cancellationToken);
        referencesTo[root.Name] = [.. referencesTo[root.Name], .. await references.NamedAsync(request.References, root, cancellationToken)];
        var graph = new ResolveGraph { Root = root, Tables = tables, References = [], Losing = [root], Moving = [], Deletes = request.Children == ChildrenPolicy.Delete };
        if (request.Children == ChildrenPolicy.Refuse)
        {
            foreach (var name in Missing(referencesTo[root.Name])) await AddAsync(name, cancellationToken);
            return await WithOwnAsync(graph with { References = referencesTo[root.Name] }, cancellationToken);
        }

        while (true)
        {
            var next = await GrowAsync(graph, cancellationToken);
            if (next.References.Count == graph.References.Count && next.Losing.Count == graph.Losing.Count && next.Moving.Count == graph.Moving.Count) return await WithOwnAsync(Checked(next), cancellationToken);
            graph = next;
        }
    }

    private async Task<ResolveGraph> GrowAsync(ResolveGraph graph, CancellationToken cancellationToken)
    {
        var found = new List<Reference>();
        foreach (var parent in graph.Losing.Concat(graph.Moving).DistinctBy(shape => shape.Name))
        {
            var moved = graph.MovedColumns(parent);
            found.AddRange(referencesTo[parent.Name].Where(reference => graph.Loses(parent.Name) || reference.ParentColumns.Any(moved.Contains)));
        }

        foreach (var name in Missing(found)) await AddAsync(name, cancellationToken);
        graph = graph with { References = found };
        var children = found.Select(reference => tables[reference.Child]).DistinctBy(shape => shape.Name).ToList();
        var losing = children.Where(child => found.Any(reference => reference.Child == child.Name && graph.DeletesBy(reference)) || graph.Breakable(child).Any());
        graph = graph with { Losing = [.. graph.Losing.Concat(losing).DistinctBy(shape => shape.Name)] };
        return graph with { Moving = InOrder(graph, [.. children.Where(child => graph.MovesOf(child).Any())]) };
    }

    /// <summary>Parents first; where tables refer to each other in a circle, in the order of their names.</summary>
    private static List<TableShape> InOrder(ResolveGraph graph, List<TableShape> moving)
    {
        var ordered = new List<TableShape>();
        moving.Sort((left, right) => string.CompareOrdinal(left.Name.Name, right.Name.Name));
        while (moving.Count > 0)
        {
            var next = moving.Find(child => graph.MovesOf(child).All(reference => reference.ToItself || moving.All(other => other.Name != reference.Parent))) ?? moving[0];
            ordered.Add(next);
            moving.Remove(next);
        }

        return ordered;
    }

    private async Task<ResolveGraph> WithOwnAsync(ResolveGraph graph, CancellationToken cancellationToken)
    {
        var own = new List<Reference>();
        foreach (var table in graph.Losing) own.AddRange(await references.OfAsync(table.Name, cancellationToken));
        return graph with { Own = own };
    }

    private static ResolveGraph Checked(ResolveGraph graph)
    {
        if (graph.Deletes && graph.References.FirstOrDefault(reference => reference.Child == graph.Root.Name && !reference.ToItself) is { } back)
            throw new RefusedException($"Deleting children would come back to {graph.Root.Name} by {back.Name} and delete rows that are to stay: use --children repoint.");
        return graph;
    }

    private List<TableName> Missing(IEnumerable<Reference> found) => [.. found.Select(reference => reference.Child).Distinct().Where(name => !tables.ContainsKey(name))];

    private async Task<TableShape> AddAsync(TableName name, CancellationToken cancellationToken)
    {
        var shape = await shapes.ReadAsync(name, cancellationToken);
        tables[shape.Name] = shape;
        referencesTo[shape.Name] = await references.ToAsync(shape.Name, cancellationToken);
        return shape;
    }
}
