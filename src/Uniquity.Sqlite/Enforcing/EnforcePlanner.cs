using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Duplicates;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Enforcing;

/// <summary>Makes the plans of <c>enforce</c>.</summary>
internal sealed class EnforcePlanner(SqliteSession session)
{
    private readonly SqliteCatalogue catalogue = new(session);

    /// <summary>Makes it.</summary>
    /// <returns>The plan, the index, and whether a guard of an earlier call stands.</returns>
    public async Task<(EnforcePlan Plan, WantedIndex Wanted, bool Guarded)> PlanAsync(EnforceRequest request, IResolver? resolver, CancellationToken cancellation)
    {
        var table = await catalogue.GetTableAsync(request.Table, cancellation);
        var indexes = await new UniqueIndexReader(session, catalogue, new IndexSizes(session)).ReadAsync(request.Table, cancellation);
        var wanted = await new RequestCheck(session).ReadAsync(request, table, cancellation);
        var replaced = request.Replace is { } name ? Indexes.Find(indexes, table, name, "--replace ") : null;
        if (replaced is not null) request = request with { Replace = replaced.Name };
        if (replaced is not null && await new Indexes(session, catalogue).RefusalAsync(replaced, indexes, wanted, cancellation) is { } refusal) throw new RefusedException(refusal);
        var guarded = await session.NumberAsync(new SqlText().Add("SELECT count(*) FROM sqlite_master WHERE name = ").Value(GuardSql.Name(request.Table, "insert")), cancellation) > 0;
        if (indexes.FirstOrDefault(index => wanted.IsEnforcedBy(index) && index.Name != replaced?.Name) is { } enforcing && replaced is null && !guarded)
            return (new() { Request = request, Name = enforcing.Name, Key = wanted.Key, Filter = wanted.Filter, AlreadyEnforcedBy = enforcing.Name, Steps = [] }, wanted, false);
        wanted = wanted with { Name = await new IndexName(session).ChooseAsync(request, wanted, replaced?.Name, cancellation) };
        var report = await CountAsync(wanted, cancellation);
        var resolve = report.Groups > 0 && request.Keep is { } keep ? await ResolveAsync(request, wanted, keep, report, resolver, cancellation) : null;
        return (new EnforcePlan
        {
            Request = request,
            Name = wanted.Name,
            Key = wanted.Key,
            Filter = wanted.Filter,
            Rows = report.Rows,
            Groups = report.Groups,
            ExcessRows = report.ExcessRows,
            Top = report.Top,
            Query = report.Query,
            Resolve = resolve,
            Steps = [.. Steps(request, wanted, resolve, replaced, guarded)],
            Warnings = [.. Warnings(request, wanted, report)],
            Leftovers = guarded ? [$"a guard of an earlier call still refuses duplicates in {table.Name.Name}: it is removed when the index stands, or by: {string.Join("; ", GuardSql.Remove(table.Name))}"] : [],
        }, wanted, guarded);
    }

    /// <summary>Counts duplicates as the wanted index would.</summary>
    public async Task<DuplicateReport> CountAsync(WantedIndex wanted, CancellationToken cancellation) =>
        await new SqliteDuplicateFinder(session, catalogue).CountAsync(new(wanted.Table.Name, wanted.Key) { Where = wanted.Filter, IncludeNull = wanted.NullsEqual, Top = 5 }, progress: null, cancellation);

    /// <summary>What becomes of the duplicates.</summary>
    public static async Task<ResolvePlan> ResolveAsync(EnforceRequest request, WantedIndex wanted, KeepPolicy keep, DuplicateReport report, IResolver? resolver, CancellationToken cancellation)
    {
        if (resolver is null) throw new RefusedException("The duplicates cannot be resolved here: resolve them first.");
        var plan = await resolver.PlanAsync(new(request.Table, wanted.Key, keep) { Merge = request.Merge, Children = request.Children, References = request.References, Where = wanted.Filter }, cancellation);
        if (plan.Groups < report.Groups && wanted.NullsEqual)
            throw new RefusedException($"{report.NullKeyRows} rows of {request.Table} have a null in the key and would be duplicates, which are not resolved by themselves: fill those nulls, or leave out --nulls not-distinct.");
        return plan;
    }

    /// <summary>The statements of the transaction that makes the index.</summary>
    public static IReadOnlyList<string> Build(WantedIndex wanted, string? replaced, bool guarded) =>
    [
        .. replaced is null ? [] : (string[])[$"DROP INDEX {SqliteName.Quote(replaced)}"],
        wanted.Create,
        .. guarded ? GuardSql.Remove(wanted.Table.Name) : [],
    ];

    private static IEnumerable<EnforceStep> Steps(EnforceRequest request, WantedIndex wanted, ResolvePlan? resolve, UniqueIndex? replaced, bool guarded)
    {
        const string Writers = "writers of the file wait while it is built; in WAL mode reads go on, else they wait for its end";
        if (request.Guard && resolve is not null)
            yield return new(EnforceStepKind.Guard, $"guard {wanted.Table.Name.Name}: triggers that refuse a key that is there already", [.. new GuardSql(wanted).Install()], Writers);
        if (resolve is not null) yield return new(EnforceStepKind.Resolve, $"resolve the duplicates (keys shared: {resolve.Groups}, rows that go: {resolve.Removed}); they are archived, and uniquity undo brings them back", resolve.Statements, "writers of the file wait for each batch");
        var what = $"build {wanted.Name}{(replaced is null ? "" : $" in the place of {replaced.Name}")}{(guarded || (request.Guard && resolve is not null) ? ", and remove the guard" : "")}, in one transaction";
        yield return new(EnforceStepKind.Build, what, ["BEGIN IMMEDIATE", .. Build(wanted, replaced?.Name, guarded || (request.Guard && resolve is not null)), "COMMIT"], Writers);
        yield return new(EnforceStepKind.Verify, $"see that {wanted.Name} stands", [], "nobody waits");
    }

    private static IEnumerable<string> Warnings(EnforceRequest request, WantedIndex wanted, DuplicateReport report)
    {
        if (request.Fold != Folding.None) yield return "NOCASE folds the 26 letters of ASCII: É and é stay two keys";
        if (request.Fold != Folding.None) yield return $"a read uses the index where it compares with COLLATE NOCASE, and ON CONFLICT has to name the collation";
        if (wanted.NullsEqual) yield return "SQLite has no NULLS NOT DISTINCT: the index is over the value and over whether it is null; reads by the plain column do not use it, and ON CONFLICT has to repeat its expressions";
        if (report.NullKeyRows > 0 && !wanted.NullsEqual && !request.SkipNull)
            yield return $"{report.NullKeyRows} rows have a null in the key; nulls are distinct, so any number may (--nulls not-distinct lets one in, --skip-null leaves them out of the index)";
    }
}
