using System.CommandLine;
using System.Globalization;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Commands.Duplicates;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Resolve;

/// <summary>The options of <c>resolve</c>.</summary>
internal sealed class ResolveOptions
{
    public Option<string?> Keep { get; } = CommonOptions.Text("--keep", "POLICY", $"which row of each group stays: {KeepPolicy.Words}");

    public Option<string[]> Merge { get; } = CommonOptions.Texts("--merge", "RULE", "what it takes from the others: fill (its nulls), or F=max|min|sum|union|longest|keep");

    public Option<string?> Where { get; } = CommonOptions.Text("--where", "FILTER", "only rows that pass this filter, in SQL: deleted_at is null");

    public Option<string?> Fold { get; } = CommonOptions.Text("--fold", "WHAT", "count as equal what differs only in case, space, unicode");

    public Option<string?> Children { get; } = CommonOptions.Text("--children", "WHAT", "rows that refer to a row that goes: repoint, delete or refuse (repoint)");

    public Option<string[]> Reference { get; } = CommonOptions.Texts("--reference", "TABLE.COLUMN", "a column that refers to the table without a declared foreign key");

    public Option<string?> Batch { get; } = CommonOptions.Text("--batch", "N", "groups in a transaction (as many as stay under a second)");

    public Option<string?> Pause { get; } = CommonOptions.Text("--pause", "TIME", "the pause between two batches: 200ms, 1s (none)");

    public Option<string?> Out { get; } = CommonOptions.Text("--out", "FILE", "write the plan to a .json file, for uniquity apply");

    public Option<bool> Apply { get; } = CommonOptions.Flag("--apply", "do it: says what, and asks");

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [Keep, Merge, Where, Fold, Children, Reference, Batch, Pause, Out, Apply];

    /// <summary>Reads everything that needs no database, so that a wrong word is told before one is asked.</summary>
    /// <exception cref="UsageException">A value is none.</exception>
    public ResolveRequest Read(Call call)
    {
        var merge = PolicyText.Merge(call.Parsed.GetValue(Merge) ?? []);
        return new(new TableName(null, call.On ?? ""), [], PolicyText.Keep(call.Parsed.GetValue(Keep), merge.Count > 0))
        {
            Merge = merge,
            Where = call.Parsed.GetValue(Where),
            Fold = FoldText.Parse(call.Parsed.GetValue(Fold)),
            Children = PolicyText.ChildrenOf(call.Parsed.GetValue(Children)),
            References = call.Parsed.GetValue(Reference) ?? [],
            BatchGroups = ReadBatch(call.Parsed.GetValue(Batch)),
            Pause = ReadPause(call.Parsed.GetValue(Pause)),
        };
    }

    private static int? ReadBatch(string? text)
    {
        if (text is null) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var groups) && groups > 0) return groups;
        throw new UsageException($"--batch is a number of groups from 1, not {text}; nearest right call: --batch 500");
    }

    private static TimeSpan ReadPause(string? text)
    {
        if (text is null) return TimeSpan.Zero;
        if (DurationText.TryParse(text, out var pause)) return pause;
        throw new UsageException($"--pause is a number with ms, s, m or h, not {text}; nearest right call: --pause 200ms");
    }
}
