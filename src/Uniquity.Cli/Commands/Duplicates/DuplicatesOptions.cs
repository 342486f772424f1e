using System.CommandLine;
using System.Globalization;
using Uniquity.Cli.Calls;
using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>The options of <c>duplicates</c>.</summary>
internal sealed class DuplicatesOptions
{
    public Option<string?> Where { get; } = CommonOptions.Text("--where", "FILTER", "only rows that pass this filter, in SQL: deleted_at is null");

    public Option<bool> IncludeNull { get; } = CommonOptions.Flag("--include-null", "rows with a null in the key form groups too");

    public Option<string?> Fold { get; } = CommonOptions.Text("--fold", "WHAT", "count as equal what differs only in case, space, unicode");

    public Option<string?> Top { get; } = CommonOptions.Text("--top", "N", "groups to show, the largest first (20)");

    public Option<string?> Out { get; } = CommonOptions.Text("--out", "FILE", "write every group to a .csv or .ndjson file");

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [Where, IncludeNull, Fold, Top, Out];

    /// <summary>The question that a call puts.</summary>
    public DuplicateQuery Query(Call call, TableName table, IReadOnlyList<KeyPart> key) => new(table, key)
    {
        Where = call.Parsed.GetValue(Where),
        IncludeNull = call.Parsed.GetValue(IncludeNull),
        Fold = FoldText.Parse(call.Parsed.GetValue(Fold)),
        Top = ReadTop(call.Parsed.GetValue(Top)),
    };

    private static int ReadTop(string? text)
    {
        if (text is null) return 20;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top <= 100_000) return top;
        throw new UsageException($"--top is a number from 0 to 100000, not {text}; nearest right call: --top 20 (all groups: --out FILE)");
    }
}
