using System.Globalization;
using Uniquity.Resolving;
using Uniquity.Sqlite.Facts;
using Uniquity.Sqlite.Resolving.Applying;
using Uniquity.Sqlite.Resolving.Archiving;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Planning;

/// <summary>Makes plans: everything is read on one view of the data, and nothing of the file is written.</summary>
internal sealed class Planner(SqliteSession session)
{
    private const long GroupsShown = 500;
    private const int Samples = 5;
    private const int RowsPerSample = 20;

    /// <summary>Makes the plan.</summary>
    public async Task<ResolvePlan> PlanAsync(ResolveRequest request, CancellationToken cancellationToken)
    {
        var context = await new ContextBuilder(session).BuildAsync(request, cancellationToken);
        var solver = new Solver(session, context);
        await solver.PrepareAsync(cancellationToken);
        var plan = await session.OnOneViewAsync(() => ReadAsync(context, solver, cancellationToken), cancellationToken);
        await session.ExecuteAsync($"DROP TABLE IF EXISTS {KeyedRows.Planned}", cancellationToken);
        return plan;
    }

    /// <summary>Makes the list of rows to look at, and hashes them: how many groups and rows, and the sum of the rows' hashes.</summary>
    public async Task<(string Fingerprint, long Groups, long Rows)> FingerprintAsync(ResolveContext context, CancellationToken cancellationToken)
    {
        var root = context.Graph.Root;
        await session.ExecuteAsync($"DROP TABLE IF EXISTS {KeyedRows.Planned}", cancellationToken);
        await session.ExecuteAsync(context.Keyed.Make(KeyedRows.Planned), cancellationToken);
        foreach (var statement in context.Keyed.Fill(KeyedRows.Planned, 0)) await session.ExecuteAsync(statement, cancellationToken);
        var hash = new RowHash();
        long rows = 0;
        var every = new SqlText().Add($"SELECT {Names.List(root.Address.Select(part => $"uq_t.{part}"))}, {root.ColumnsOf("uq_t")} FROM {KeyedRows.Planned} AS uq_r CROSS JOIN {root.From} AS uq_t ON {root.Is("uq_t", "uq_r")}");
        await foreach (var _ in session.StreamAsync(every, row =>
        {
            hash.Add(row, 0);
            return ++rows;
        }, null, cancellationToken))
        {
        }

        var groups = await session.NumberAsync($"SELECT max(uq_g) FROM {KeyedRows.Planned}", cancellationToken);
        return (string.Create(CultureInfo.InvariantCulture, $"{groups}-{rows}-{hash.Value}"), groups, rows);
    }

    private async Task<ResolvePlan> ReadAsync(ResolveContext context, Solver solver, CancellationToken cancellationToken)
    {
        var request = context.Request;
        var (fingerprint, groups, rows) = await FingerprintAsync(context, cancellationToken);
        await solver.RankAsync(KeyedRows.Planned, 1, groups, cancellationToken);
        await MergeChecks.CheckAsync(session, context, cancellationToken);
        await solver.FollowAsync(cancellationToken);
        await Batch.CheckReferencesAsync(session, context, solver, cancellationToken);
        await solver.MergeAsync(cancellationToken);
        return new()
        {
            Request = request,
            Order = PolicySql.Words(request.Keep, context.Graph.Root),
            Groups = groups,
            Removed = rows - groups,
            Changed = context.Merge.Any ? await session.NumberAsync($"SELECT count(*) FROM {MergeSql.Merged}", cancellationToken) : 0,
            Children = groups == 0 ? [] : await ChildrenAsync(context.Graph, solver, cancellationToken),
            Samples = groups == 0 ? [] : await SamplesAsync(context, cancellationToken),
            Fingerprint = fingerprint,
            Statements = new Batch(session, context, RunArchive.For("run", context), solver).Shown(Math.Min(GroupsShown, groups)),
            Warnings = PlanWarnings.Of(context),
        };
    }

    private async Task<IReadOnlyList<ChildPlan>> ChildrenAsync(ResolveGraph graph, Solver solver, CancellationToken cancellationToken)
    {
        var plans = new List<ChildPlan>();
        foreach (var reference in graph.References.Where(reference => graph.Loses(reference.Parent)))
        {
            var rows = await Batch.CountAsync(session, graph, solver, reference, cancellationToken);
            if (rows > 0) plans.Add(new(reference.Child, reference.Name, reference.ChildColumns, rows, await CollisionsAsync(graph, reference, cancellationToken)));
        }

        return plans;
    }

    /// <summary>The rows of a child that go for a key that they would share; of the table itself, those that no group of its own sends.</summary>
    private async Task<long> CollisionsAsync(ResolveGraph graph, Reference reference, CancellationToken cancellationToken)
    {
        var child = graph.Tables[reference.Child];
        if (graph.DeletesBy(reference) || !graph.Loses(child.Name) || !graph.Breakable(child).Any(key => key.Columns.Any(reference.ChildColumns.Contains))) return 0;
        return await session.NumberAsync($"SELECT count(*) FROM {child.Gone}{(child.Name == graph.Root.Name ? " WHERE uq_key IS NULL" : string.Empty)}", cancellationToken);
    }

    private async Task<IReadOnlyList<GroupSample>> SamplesAsync(ResolveContext context, CancellationToken cancellationToken)
    {
        var root = context.Graph.Root;
        var fields = context.Merge.Fields.ToList();
        var first = $"(SELECT DISTINCT uq_g FROM {KeyedRows.Ranked} ORDER BY uq_g LIMIT {Samples.ToString(CultureInfo.InvariantCulture)})";
        var rows = await session.QueryAsync(
            new SqlText().Add($"SELECT {root.ColumnsOf("uq_t")}, uq_r.uq_g FROM {KeyedRows.Ranked} AS uq_r JOIN {root.From} AS uq_t ON {root.Is("uq_t", "uq_r")} WHERE uq_r.uq_g IN {first} AND uq_r.uq_rank <= {RowsPerSample.ToString(CultureInfo.InvariantCulture)} ORDER BY uq_r.uq_g, uq_r.uq_rank"),
            row => (Row: RowReader.Read(row, root.Columns.Count), Group: row.GetInt64(root.Columns.Count)), cancellationToken);
        var join = fields.Count == 0 ? string.Empty : $" LEFT JOIN {MergeSql.Merged} AS uq_m ON {root.SameRow("uq_m", "uq_r")}";
        var columns = root.Columns.Select(column => fields.IndexOf(column.Name) is >= 0 and var n
            ? $"CASE WHEN uq_m.uq_a1 IS NULL THEN uq_t.{SqliteName.Quote(column.Name)} ELSE uq_m.{MergeSql.New(n + 1)} END AS {SqliteName.Quote(column.Name)}" : $"uq_t.{SqliteName.Quote(column.Name)}");
        var after = await session.QueryAsync(
            new SqlText().Add($"SELECT {Names.List(columns)}, uq_r.uq_g FROM {KeyedRows.Ranked} AS uq_r JOIN {root.From} AS uq_t ON {root.Is("uq_t", "uq_r")}{join} WHERE uq_r.uq_g IN {first} AND uq_r.uq_rank = 1"),
            row => (Row: RowReader.Read(row, root.Columns.Count), Group: row.GetInt64(root.Columns.Count)), cancellationToken);
        return [.. rows.GroupBy(row => row.Group).Select(group => new GroupSample([.. group.Select(row => row.Row)], after.First(row => row.Group == group.Key).Row))];
    }
}
