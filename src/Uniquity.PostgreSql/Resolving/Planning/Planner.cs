using System.Text.Json;
using Npgsql;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;
using Uniquity.Wording;

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
        var asked = Asked(context.Graph, sql);
        var read = await session.QueryAsync(sql.Read([.. asked.SelectMany(child => child.Counts)]), Answer.Read, cancellationToken);
        var (groups, rows, hash, nulls, changed) = read[0].Counted!.Value;
        if (nulls > 0)
            throw new RefusedException($"--keep {request.Keep} cannot order the rows: {request.Keep.Field} is null in {nulls} of the {Counted.Of(rows, "row")} of duplicate groups. Add --where \"{request.Keep.Field} is not null\", or use another policy ({KeepPolicy.Words}).");
        var children = Children(asked, read[0].Others);
        if (request.Children == ChildrenPolicy.Refuse && children.Sum(child => child.Rows) is > 0 and var referring)
            throw new RefusedException($"{Counted.Of(referring, "row")} {Counted.Noun(referring, "refers", "refer")} to rows that would go ({string.Join(", ", children.Select(child => $"{child.Rows} of {child.Table} by {child.ForeignKey}"))}), and --children refuse forbids it: use --children repoint.");
        return new()
        {
            Request = request,
            Order = PolicySql.Words(request.Keep, context.Graph.Root),
            Groups = groups,
            Removed = rows - groups,
            Changed = changed,
            Children = children,
            Samples = [.. read.Skip(1).GroupBy(row => row.Group).Select(group => new GroupSample([.. group.Select(row => Row(row.Row!))], Row(group.First().After!)))],
            Fingerprint = Fingerprint(groups, rows, hash),
            Statements = Statements(context, Math.Min(GroupsShown, groups)),
            Warnings = PlanWarnings.Of(context),
        };
    }

    /// <summary>What to count for each foreign key to the table: the rows that refer, then those that collide, a count for each unique key.</summary>
    private static List<(Reference Reference, IReadOnlyList<SqlText> Counts)> Asked(ResolveGraph graph, PlanSql sql) =>
        [.. graph.References.Where(reference => reference.Parent == graph.Root.Name).Select(reference => (reference, (IReadOnlyList<SqlText>)[sql.Children(reference), .. Collisions(graph, sql, reference)]))];

    private static IEnumerable<SqlText> Collisions(ResolveGraph graph, PlanSql sql, Reference reference)
    {
        if (graph.Tables.GetValueOrDefault(reference.Child) is not { } child || !graph.Moves(child.Name) || graph.DeletesBy(reference)) return [];
        var references = graph.MovesOf(child).Where(move => move.Parent == graph.Root.Name).ToList();
        return graph.Breakable(child).Where(key => key.Columns.Any(reference.ChildColumns.Contains)).Select(key => sql.Collisions(child, key, references));
    }

    private static List<ChildPlan> Children(List<(Reference Reference, IReadOnlyList<SqlText> Counts)> asked, IReadOnlyList<long> counts)
    {
        var plans = new List<ChildPlan>();
        var at = 0;
        foreach (var (reference, own) in asked)
        {
            if (counts[at] > 0) plans.Add(new(reference.Child, reference.Name, reference.ChildColumns, counts[at], counts.Skip(at + 1).Take(own.Count - 1).DefaultIfEmpty().Max()));
            at += own.Count;
        }

        return plans;
    }

    private static Uniquity.Facts.Row Row(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new(document.RootElement.Clone());
    }

    private static List<string> Statements(ResolveContext context, long groups)
    {
        var archive = RunArchive.For("run", context.Graph, context.Merge.Any);
        return [.. new BatchStatements(context, archive).Shown(1, 1, groups).Select(statement => statement.Literal)];
    }

    /// <summary>A row of the answer: what was counted, or a row of a sample.</summary>
    private sealed record Answer(long Group, string? Row, string? After, (long Groups, long Rows, string Hash, long Nulls, long Changed)? Counted, IReadOnlyList<long> Others)
    {
        private const int Own = 9;

        public static Answer Read(NpgsqlDataReader row) => row.GetInt64(0) > 0
            ? new(row.GetInt64(0), row.GetString(2), row.Text(3), Counted: null, [])
            : new(0, Row: null, After: null, (row.GetInt64(4), row.GetInt64(5), row.GetString(6), row.GetInt64(7), row.GetInt64(8)), [.. Enumerable.Range(Own, row.FieldCount - Own).Select(row.GetInt64)]);
    }
}
