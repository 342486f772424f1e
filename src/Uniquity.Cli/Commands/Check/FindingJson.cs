using System.Text.Json.Serialization;
using Uniquity.Checking;
using Uniquity.Cli.Json;

namespace Uniquity.Cli.Commands.Check;

/// <summary>A rule that nothing enforces: the rule's members, and these.</summary>
internal sealed record MissingJson(Rule Wanted, string? Table, string Why, IndexJson? Index, string? Run) : RuleJson(Wanted)
{
    private Rule Wanted { get; } = Wanted;
}

/// <summary>A unique index that no rule wants: the index's members, and the call that drops it.</summary>
internal sealed record ExtraJson : IndexJson
{
    /// <summary>Words one.</summary>
    public ExtraJson(IndexJson index) : base(index)
    {
    }

    [JsonPropertyOrder(1)]
    public required string Run { get; init; }
}

/// <summary>A rule whose key an index has, with other options.</summary>
internal sealed record DifferentJson(Rule Wanted, IndexJson Index, IReadOnlyList<DifferenceJson> Differences, string Run) : RuleJson(Wanted)
{
    private Rule Wanted { get; } = Wanted;
}

/// <summary>One difference.</summary>
internal sealed record DifferenceJson(string What, string? Rule, string? Index);

/// <summary>A rule that the rows break.</summary>
internal sealed record ViolatedJson(Rule Wanted, string Table, long Rows, long Groups, long ExcessRows, string Query, string Run) : RuleJson(Wanted)
{
    private Rule Wanted { get; } = Wanted;
}

/// <summary>Something to know that is no drift.</summary>
internal sealed record NoteJson(Rule Wanted, IndexJson Index, string Note) : RuleJson(Wanted)
{
    private Rule Wanted { get; } = Wanted;
}

/// <summary>What was not checked.</summary>
internal sealed record UncheckedJson(Rule Wanted, string What, string Why) : RuleJson(Wanted)
{
    private Rule Wanted { get; } = Wanted;
}
