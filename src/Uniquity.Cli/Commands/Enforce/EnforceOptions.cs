using System.CommandLine;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Commands.Duplicates;
using Uniquity.Cli.Commands.Resolve;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Enforce;

/// <summary>The options of <c>enforce</c>.</summary>
internal sealed class EnforceOptions
{
    public Option<string?> Name { get; } = CommonOptions.Text("--name", "NAME", "the index's name (the one that the engine would choose)");

    public Option<string?> Where { get; } = CommonOptions.Text("--where", "FILTER", "only rows that pass this filter have to be unique, in SQL (deleted_at is null) or as a MongoDB filter");

    public Option<bool> SkipNull { get; } = CommonOptions.Flag("--skip-null", "leave rows with a null in the key out of the index");

    public Option<string?> Fold { get; } = CommonOptions.Text("--fold", "WHAT", "count as equal what differs only in case");

    public Option<string?> Nulls { get; } = CommonOptions.Text("--nulls", "HOW", "distinct: any number of rows may have a null; not-distinct: one; sparse: MongoDB's (distinct, on MongoDB not-distinct)");

    public Option<string?> Replace { get; } = CommonOptions.Text("--replace", "INDEX", "drop this unique index once the new one is valid");

    public Option<string?> Keep { get; } = CommonOptions.Text("--keep", "POLICY", $"resolve duplicates first; which row of each group stays: {KeepPolicy.Words}");

    public Option<string[]> Merge { get; } = CommonOptions.Texts("--merge", "RULE", "what it takes from the others: fill (its nulls), or F=max|min|sum|union|longest|keep");

    public Option<string?> Children { get; } = CommonOptions.Text("--children", "WHAT", "rows that refer to a row that goes: repoint, delete or refuse (repoint)");

    public Option<string[]> Reference { get; } = CommonOptions.Texts("--reference", "TABLE.COLUMN", "a column that refers to the table without a declared foreign key");

    public Option<string?> As { get; } = CommonOptions.Text("--as", "WHAT", "constraint or index (index)");

    public Option<bool> Guard { get; } = CommonOptions.Flag("--guard", "refuse new duplicates from the start, by a trigger that goes when the index stands, or MongoDB's prepareUnique");

    public Option<bool> Apply { get; } = CommonOptions.Flag("--apply", "do it: says what, and asks");

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [Name, Where, SkipNull, Fold, Nulls, Replace, Keep, Merge, Children, Reference, As, Guard, Apply];

    /// <summary>Reads everything that needs no database, so that a wrong word is told before one is asked.</summary>
    /// <exception cref="UsageException">A value is none.</exception>
    public EnforceRequest Read(Call call)
    {
        var merge = PolicyText.Merge(call.Parsed.GetValue(Merge) ?? []);
        var keep = call.Parsed.GetValue(Keep);
        return new(new TableName(null, call.On ?? ""), [])
        {
            Name = call.Parsed.GetValue(Name),
            Where = call.Parsed.GetValue(Where),
            SkipNull = call.Parsed.GetValue(SkipNull),
            Fold = FoldText.Parse(call.Parsed.GetValue(Fold)),
            Nulls = NullsOf(call.Parsed.GetValue(Nulls)),
            Replace = call.Parsed.GetValue(Replace),
            Keep = keep is null && merge.Count == 0 ? null : PolicyText.Keep(keep, merge.Count > 0),
            Merge = merge,
            Children = PolicyText.ChildrenOf(call.Parsed.GetValue(Children)),
            References = call.Parsed.GetValue(Reference) ?? [],
            As = AsOf(call.Parsed.GetValue(As)),
            Guard = call.Parsed.GetValue(Guard),
        };
    }

    private static NullHandling? NullsOf(string? text) => text switch
    {
        null => null,
        "distinct" => NullHandling.Distinct,
        "not-distinct" => NullHandling.NotDistinct,
        "sparse" => NullHandling.Sparse,
        _ => throw new UsageException($"--nulls is distinct or not-distinct (or sparse, on MongoDB), not {text}; nearest right call: --nulls {NearestName.Find(text, ["distinct", "not-distinct", "sparse"]) ?? "distinct"}"),
    };

    private static EnforceAs AsOf(string? text) => text switch
    {
        null or "index" => EnforceAs.Index,
        "constraint" => EnforceAs.Constraint,
        _ => throw new UsageException($"--as is constraint or index, not {text}; nearest right call: --as {NearestName.Find(text, ["constraint", "index"]) ?? "index"}"),
    };
}
