using Uniquity.Indexes;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Resolving.Tables;

/// <summary>Follows foreign keys from a table to all that a resolution can touch.</summary>
internal sealed class GraphBuilder(Session session, ShapeReader shapes)
{
    private readonly Dictionary<TableName, TableShape> tables = [];
    private readonly Dictionary<TableName, IReadOnlyList<Reference>> referencesTo = [];

    /// <summary>Builds the graph of a request.</summary>
    /// <exception cref="RefusedException">A table in it cannot be resolved safely.</exception>
    public async Task<ResolveGraph> BuildAsync(ResolveRequest request, CancellationToken cancellationToken)
    {
        var root = await AddAsync(request.Table, cancellationToken);
        referencesTo[root.Name] = [.. referencesTo[root.Name], .. await NamedAsync(request, root, cancellationToken)];
        var graph = new ResolveGraph
        {
            Root = root,
            Tables = tables,
            References = [],
            Losing = [root],
            Moving = [],
            Direct = [],
            Deletes = request.Children == ChildrenPolicy.Delete,
        };
        if (request.Children == ChildrenPolicy.Refuse)
        {
            foreach (var name in referencesTo[root.Name].Select(reference => reference.Child).Distinct().Where(name => !tables.ContainsKey(name)).ToList()) await AddAsync(name, cancellationToken);
            return graph with { References = referencesTo[root.Name] };
        }

        while (true)
        {
            var next = await GrowAsync(graph, cancellationToken);
            if (next.References.Count == graph.References.Count && next.Losing.Count == graph.Losing.Count && next.Moving.Count == graph.Moving.Count) return Checked(next);
            graph = next;
        }
    }

    private async Task<ResolveGraph> GrowAsync(ResolveGraph graph, CancellationToken cancellationToken)
    {
        var parents = graph.Losing.Concat(graph.Moving).DistinctBy(shape => shape.Name).ToList();
        var references = new List<Reference>();
        foreach (var parent in parents)
        {
            var moved = graph.MovedColumns(parent);
            references.AddRange(referencesTo[parent.Name].Where(reference => graph.Loses(parent.Name) || reference.ParentColumns.Any(moved.Contains)));
        }

        foreach (var name in references.Select(reference => reference.Child).Distinct().Where(name => !tables.ContainsKey(name)).ToList()) await AddAsync(name, cancellationToken);
        graph = graph with { References = references };
        var children = references.Select(reference => tables[reference.Child]).DistinctBy(shape => shape.Name).ToList();
        var losing = children.Where(child => references.Any(reference => reference.Child == child.Name && graph.DeletesBy(reference)) || graph.Breakable(child).Any());
        graph = graph with { Losing = [.. graph.Losing.Concat(losing).DistinctBy(shape => shape.Name)] };
        var moving = children.Where(child => graph.MovesOf(child).Any() && !IsDirect(graph, child)).ToList();
        return graph with
        {
            Moving = moving,
            Direct = [.. references.Where(reference => !graph.DeletesBy(reference) && moving.All(shape => shape.Name != reference.Child))],
        };
    }

    /// <summary>One update moves the references of a table where nothing can collide, every row is known by its key, and nothing of the owner's can step in.</summary>
    private static bool IsDirect(ResolveGraph graph, TableShape child)
    {
        var moved = graph.MovedColumns(child);
        return graph.MovesOf(child).Count() == 1 && !graph.Loses(child.Name) && !child.Physical && !child.Identity.Any(moved.Contains)
            && child.Triggers.Count == 0 && moved.All(column => child.Column(column).Exact);
    }

    private static ResolveGraph Checked(ResolveGraph graph)
    {
        foreach (var table in graph.Tables.Values)
        {
            if (table.Obstacle is { } obstacle) throw new RefusedException(obstacle);
        }

        if (graph.Deletes && graph.References.FirstOrDefault(reference => reference.Child == graph.Root.Name && !reference.ToItself) is { } back)
            throw new RefusedException($"Deleting children would come back to {graph.Root.Name} by {back.Name} and delete rows that are to stay: use --children repoint.");
        return graph;
    }

    private async Task<TableShape> AddAsync(TableName name, CancellationToken cancellationToken)
    {
        var shape = await shapes.ReadAsync(name, cancellationToken);
        if (shape.Obstacle is { } obstacle) throw new RefusedException(obstacle);
        tables[shape.Name] = shape;
        referencesTo[shape.Name] = await shapes.ReferencesToAsync(shape, cancellationToken);
        return shape;
    }

    /// <summary>References that a person named as <c>table.column</c>.</summary>
    private async Task<IReadOnlyList<Reference>> NamedAsync(ResolveRequest request, TableShape root, CancellationToken cancellationToken)
    {
        var found = new List<Reference>();
        foreach (var text in request.References)
        {
            if (root.Identity.Count != 1) throw new UsageException($"--reference {text} needs a key of one column in {root.Name}, and it has {root.Identity.Count}.");
            var parts = NameReader.Read(text);
            if (parts is not { Count: 2 or 3 }) throw new UsageException($"--reference {text} is not of the form table.column.");
            var typed = string.Join('.', parts.SkipLast(1).Select(part => part.Quoted ? Quote.Name(part.Text) : part.Text));
            var table = await new TableFinder(session).FindAsync(typed, cancellationToken) ?? throw new UsageException($"--reference {text}: there is no table {typed}.");
            var child = await shapes.ReadAsync(table, cancellationToken);
            var column = parts[^1].Spellings.FirstOrDefault(name => child.Columns.Any(candidate => candidate.Name == name))
                ?? throw new UsageException($"--reference {text}: {table} has no column {parts[^1].Text}: did you mean {NearestName.Closest(parts[^1].Text, child.Columns.Select(candidate => candidate.Name))}?");
            var indexed = (await session.QueryAsync(SqlText.Of($"""
                SELECT EXISTS (SELECT FROM pg_index x JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = x.indkey[0]
                  WHERE x.indrelid = {child.Oid} AND x.indisvalid AND x.indpred IS NULL AND a.attname = {SqlText.Value(column)})
                """), row => row.GetBoolean(0), cancellationToken))[0];
            found.Add(new(text, table, [column], root.Name, root.Identity, ["="], [null], Declared: false, indexed));
        }

        return found;
    }
}
