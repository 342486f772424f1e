namespace Uniquity.Violations;

/// <summary>What a text states of a related error, for whoever asks the database about it.</summary>
/// <remarks>Immutable. What the text does not state is <see langword="null"/> (an empty <see cref="Key"/> for the key).</remarks>
public sealed record RelatedFacts
{
    /// <summary>The schema that the text names.</summary>
    public string? Schema { get; init; }

    /// <summary>The table on which the constraint is.</summary>
    public string? Table { get; init; }

    /// <summary>The constraint.</summary>
    public string? Constraint { get; init; }

    /// <summary>The column, of a null that is not allowed.</summary>
    public string? Column { get; init; }

    /// <summary>The other table of a foreign key: the one that lacks the key, or the one that still refers to it.</summary>
    public string? OtherTable { get; init; }

    /// <summary>The key, as the text prints it.</summary>
    public IReadOnlyList<KeyValue> Key { get; init; } = [];

    /// <summary>The statement that was refused, where the text prints it.</summary>
    public string? Statement { get; init; }
}
