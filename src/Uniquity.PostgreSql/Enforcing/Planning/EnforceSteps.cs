using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Enforcing.Guarding;
using Uniquity.PostgreSql.Sql;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>The steps of a plan, with the statements that will be sent.</summary>
internal sealed class EnforceSteps(EnforceContext context, EnforceRequest request, ResolvePlan? resolve)
{
    private readonly WantedIndex wanted = context.Wanted;
    private readonly TableName table = context.Table.Name;

    /// <summary>All of them, in their order.</summary>
    public IReadOnlyList<EnforceStep> All() => [.. Steps()];

    /// <summary>The statements that build the index and its parts.</summary>
    public static IEnumerable<SqlText> Build(WantedIndex wanted)
    {
        if (!wanted.Table.Partitioned)
        {
            yield return IndexSql.CreateUnique(wanted, SqlText.Name(wanted.Table.Name), SqlText.Name(wanted.Name), concurrently: true);
            yield break;
        }

        yield return IndexSql.CreateUnique(wanted, SqlText.Of($"ONLY {wanted.Table.Name}"), SqlText.Name(wanted.Name), concurrently: false);
        foreach (var partition in wanted.Table.Partitions)
        {
            var own = PartOf(wanted, partition.Name);
            yield return IndexSql.CreateUnique(wanted, partition.Partitioned ? SqlText.Of($"ONLY {partition.Name}") : SqlText.Name(partition.Name), SqlText.Name(own.Name), concurrently: !partition.Partitioned, unlessThere: true);
            yield return IndexSql.Attach(partition.Parent == wanted.Table.Name ? wanted.FullName : PartOf(wanted, partition.Parent), own);
        }
    }

    /// <summary>The name of a partition's part of the index.</summary>
    public static TableName PartOf(WantedIndex wanted, TableName partition) => partition with { Name = Quote.Shorten($"{partition.Name}_{wanted.Name}") };

    /// <summary>The statements that put the new index in the place of the old one.</summary>
    public IEnumerable<SqlText> Replacing(Replaced replaced)
    {
        foreach (var statement in replaced.Handover(wanted)) yield return statement;
        yield return replaced.Drop(context.Table);
        if (context.Rename is { } name) yield return SqlText.Of($"ALTER INDEX {wanted.FullName} RENAME TO {SqlText.Name(name)}");
    }

    /// <summary>The lookup indexes that the guard needs.</summary>
    public static IEnumerable<SqlText> Lookups(EnforceContext context) =>
        context.Table.Leaves.Select(leaf => IndexSql.CreatePlain(leaf, Guard.Lookup(leaf).Name, context.Wanted.Key, context.Wanted.Filter, concurrently: true));

    private IEnumerable<EnforceStep> Steps()
    {
        if (context.Unfinished is not null) yield return Step(EnforceStepKind.CleanUp, $"drop what a failed build left: {wanted.Name}", [IndexSql.Drop(wanted.FullName, concurrently: !context.Table.Partitioned)], Locks.None);
        if (request.Guard && !context.Standing)
        {
            yield return Step(EnforceStepKind.Guard, $"guard {table}: an index to look keys up by, and a trigger that refuses a key that is there already",
                [.. Lookups(context), SqlText.Raw("CREATE SCHEMA IF NOT EXISTS uniquity"), .. context.Guard.Install(wanted, context.Hash, context.Parts)], Locks.Writers(table));
        }

        if (resolve is not null) yield return new(EnforceStepKind.Resolve, $"resolve the duplicates (keys shared: {resolve.Groups}, rows that go: {resolve.Removed}); they are archived, and uniquity undo brings them back", resolve.Statements, Locks.Rows);
        if (!context.Standing) yield return Step(EnforceStepKind.Build, $"build {wanted.Name}", [.. Build(wanted)], context.Table.Partitioned ? $"partition by partition nobody waits; making the index of the whole, writes of {table} wait some milliseconds" : Locks.None);
        yield return new(EnforceStepKind.Verify, $"see that {wanted.Name} is valid", [], Locks.Nothing);
        if (request.As == EnforceAs.Constraint) yield return Step(EnforceStepKind.Constrain, $"make {wanted.Name} a constraint", [IndexSql.AddConstraint(table, wanted.Name)], Locks.Table(table));
        if (context.Replaced is { } replaced) yield return Step(EnforceStepKind.Drop, $"drop {replaced.Index.Name}, now that {wanted.Name} stands", [.. Replacing(replaced)], replaced.DropLock(context.Table));
        if (request.Guard || context.Guarded || context.Lookups.Count > 0)
        {
            var lookups = request.Guard && !context.Standing ? context.Table.Leaves.Select(Guard.Lookup) : context.Lookups;
            yield return Step(EnforceStepKind.Unguard, "remove the guard", [.. context.Guard.Remove(), .. lookups.Select(lookup => IndexSql.Drop(lookup, concurrently: true))], Locks.Table(table));
        }
    }

    private static EnforceStep Step(EnforceStepKind kind, string what, IReadOnlyList<SqlText> statements, string locks) => new(kind, what, [.. statements.Select(statement => statement.Literal)], locks);
}
