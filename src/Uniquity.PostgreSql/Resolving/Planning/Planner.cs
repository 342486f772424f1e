using System.Text.Json;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving.Planning;

/// <summary>Makes plans: everything is read on one view of the data, and nothing is written.</summary>
internal sealed class Planner(Session session)
{
    private const long GroupsShown = 500;

    /// <summary>Makes the plan.</summary>
    public async Task<ResolvePlan> PlanAsync(ResolveRequest request, CancellationToken cancellationToken)
    {
        var context = await new ContextBuilder(session).BuildAsync(request, cancellationToken);
        return await session.OnOneViewAsync(() => ReadAsync(context, cancellationToken), cancellationToken, KeyedRows.SameText);
    }

    /// <summary>A fingerprint: how many groups and rows, and the sum of the rows' hashes, which no order changes.</summary>
    public static string Fingerprint(long groups, long rows, string hash) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{groups}-{rows}-{hash}");

    private async Task<ResolvePlan> ReadAsync(ResolveContext context, CancellationToken cancellationToken)
    {
        var sql = new PlanSql(context);
        var request = context.Request;
        var (groups, rows, hash, nulls, changed) = (await session.QueryAsync(
            sql.Count, row => (row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4)), cancellationToken))[0];
        if (nulls > 0)
            throw new RefusedException($"--keep {request.Keep} cannot order the rows: {request.Keep.Field} is null in {nulls} of the {rows} rows of duplicate groups. Add --where \"{request.Keep.Field} is not null\", or use another policy ({KeepPolicy.Words}).");
        var children = groups == 0 ? [] : await ChildrenAsync(context, sql, cancellationToken);
        if (request.Children == ChildrenPolicy.Refuse && children.Sum(child => child.Rows) is > 0 and var referring)
            throw new RefusedException($"{referring} rows refer to rows that would go ({string.Join(", ", children.Select(child => $"{child.Rows} of {child.Table} by {child.ForeignKey}"))}), and --children refuse forbids it: use --children repoint.");
        return new()
        {
            Request = request,
            Order = PolicySql.Words(request.Keep, context.Graph.Root),
            Groups = groups,
            Removed = rows - groups,
            Changed = changed,
            Children = children,
            Samples = groups == 0 ? [] : await SamplesAsync(sql, cancellationToken),
            Fingerprint = Fingerprint(groups, rows, hash),
            Statements = Statements(context, Math.Min(GroupsShown, groups)),
            Warnings = PlanWarnings.Of(context),
        };
    }

    private async Task<IReadOnlyList<ChildPlan>> ChildrenAsync(ResolveContext context, PlanSql sql, CancellationToken cancellationToken)
    {
        var graph = context.Graph;
        var plans = new List<ChildPlan>();
        foreach (var reference in graph.References.Where(reference => reference.Parent == graph.Root.Name))
        {
            var count = (await session.QueryAsync(sql.Children(reference), row => row.GetInt64(0), cancellationToken))[0];
            if (count == 0) continue;
            plans.Add(new(reference.Child, reference.Name, reference.ChildColumns, count, await CollisionsAsync(graph, sql, reference, cancellationToken)));
        }

        return plans;
    }

    private async Task<long> CollisionsAsync(ResolveGraph graph, PlanSql sql, Reference reference, CancellationToken cancellationToken)
    {
        if (graph.Tables.GetValueOrDefault(reference.Child) is not { } child || !graph.Moves(child.Name) || graph.DeletesBy(reference)) return 0;
        var references = graph.MovesOf(child).Where(move => move.Parent == graph.Root.Name).ToList();
        long most = 0;
        foreach (var key in graph.Breakable(child).Where(key => key.Columns.Any(reference.ChildColumns.Contains)))
            most = Math.Max(most, (await session.QueryAsync(sql.Collisions(child, key, references), row => row.GetInt64(0), cancellationToken))[0]);
        return most;
    }

    private async Task<IReadOnlyList<GroupSample>> SamplesAsync(PlanSql sql, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync(sql.Sample, row => (Keep: row.GetInt64(0), Row: Parse(row.GetString(2)), After: row.Text(3)), cancellationToken);
        return [.. rows.GroupBy(row => row.Keep).Select(group => new GroupSample([.. group.Select(row => row.Row)], Parse(group.First().After!)))];
    }

    private static Uniquity.Facts.Row Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new(document.RootElement.Clone());
    }

    private static List<string> Statements(ResolveContext context, long groups)
    {
        var archive = RunArchive.For("run", context.Graph, context.Merge.Any);
        return [.. new BatchStatements(context, archive).Shown(1, 1, groups).Select(statement => statement.Literal)];
    }
}
