using Uniquity.Indexes;

namespace Uniquity.Loading;

/// <summary>What is loaded, where to, and how.</summary>
public sealed record LoadRequest
{
    /// <summary>The table.</summary>
    public required TableName Table { get; init; }

    /// <summary>The key by which a record and a row are one: of a unique index. Empty for the primary key, else the only unique index.</summary>
    public IReadOnlyList<KeyPart> Key { get; init; } = [];

    /// <summary>The unique indexes of the table.</summary>
    public IReadOnlyList<UniqueIndex> Indexes { get; init; } = [];

    /// <summary>What becomes of a record whose key is taken.</summary>
    public required ConflictPolicy OnConflict { get; init; }

    /// <summary>Whether the values are JSON's, whose arrays become the engine's.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether the header names every field there will be.</summary>
    public bool FieldsAreFixed { get; init; }

    /// <summary>What tells this content and this way of reading it from any other; <see langword="null"/> where the load cannot be resumed.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>The file's full path, by which a changed file is told from an unknown one.</summary>
    public string? Source { get; init; }

    /// <summary>Records of a transaction at most.</summary>
    /// <value>50,000.</value>
    public int Batch { get; init; } = 50_000;

    /// <summary>Whether to go on where a load of the same file stopped.</summary>
    public bool Resume { get; init; }
}
