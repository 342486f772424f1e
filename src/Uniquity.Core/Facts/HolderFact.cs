namespace Uniquity.Facts;

/// <summary>The row that holds a key, and how long it has.</summary>
public sealed record HolderFact
{
    /// <summary>The row; <see langword="null"/> where no row holds the key (any more).</summary>
    public Row? Row { get; init; }

    /// <summary>The key as the row stores it, a text per key part: an expression's value for an expression part.</summary>
    public IReadOnlyList<string?> StoredKey { get; init; } = [];

    /// <summary>How long ago the row was committed, by the server's clock; <see langword="null"/> where the server does not know.</summary>
    public TimeSpan? Age { get; init; }

    /// <summary>The statement that shows the age.</summary>
    public string? AgeQuery { get; init; }

    /// <summary>The statement that finds the row.</summary>
    public required string Query { get; init; }
}
