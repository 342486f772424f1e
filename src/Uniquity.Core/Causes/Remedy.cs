namespace Uniquity.Causes;

/// <summary>One way to end a cause.</summary>
public sealed record Remedy
{
    /// <summary>What it does, as an imperative.</summary>
    public required string Title { get; init; }

    /// <summary>What it changes.</summary>
    public required RemedyKind Kind { get; init; }

    /// <summary>Whether it can be taken back without a backup.</summary>
    public required bool Reversible { get; init; }

    /// <summary>What it locks.</summary>
    public required RemedyLock Lock { get; init; }

    /// <summary>The commands, in order.</summary>
    public IReadOnlyList<RemedyCommand> Commands { get; init; } = [];

    /// <summary>The <c>uniquity</c> call that does it, with <c>--db</c> left to the environment; <see langword="null"/> where there is none.</summary>
    public string? Run { get; init; }
}
