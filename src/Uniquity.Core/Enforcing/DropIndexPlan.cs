using Uniquity.Indexes;

namespace Uniquity.Enforcing;

/// <summary>What <c>drop-index</c> will do, as reviewed.</summary>
public sealed record DropIndexPlan
{
    /// <summary>What was asked.</summary>
    public required DropIndexRequest Request { get; init; }

    /// <summary>The index as it stands.</summary>
    public required UniqueIndex Index { get; init; }

    /// <summary>Reads that used it; <see langword="null"/> where the engine does not count.</summary>
    public long? Reads { get; init; }

    /// <summary>Since when reads are counted; <see langword="null"/> where that is not known.</summary>
    public DateTimeOffset? ReadsSince { get; init; }

    /// <summary>The index that is not unique and takes its place; <see langword="null"/> where none was asked for.</summary>
    public string? PlainName { get; init; }

    /// <summary>Why it cannot go, and what to do instead; <see langword="null"/> where it can.</summary>
    public string? Refusal { get; init; }

    /// <summary>The steps, in their order.</summary>
    public required IReadOnlyList<EnforceStep> Steps { get; init; }

    /// <summary>What a person should know before saying yes.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
