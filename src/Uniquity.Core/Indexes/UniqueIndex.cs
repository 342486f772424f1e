namespace Uniquity.Indexes;

/// <summary>An index or constraint that enforces uniqueness, as the database's catalogue describes it.</summary>
public sealed record UniqueIndex
{
    /// <summary>The table or collection.</summary>
    public required TableName Table { get; init; }

    /// <summary>The index's name, as the catalogue spells it.</summary>
    public required string Name { get; init; }

    /// <summary>The key parts in order (columns that an index merely includes are not among them).</summary>
    public required IReadOnlyList<KeyPart> Key { get; init; }

    /// <summary>Whether it is the primary key (or <c>_id</c>).</summary>
    public bool Primary { get; init; }

    /// <summary>Whether it is declared as a constraint and not only as an index.</summary>
    public bool Constraint { get; init; }

    /// <summary>The filter of a partial index in the engine's language; <see langword="null"/> where it covers every row.</summary>
    public string? Filter { get; init; }

    /// <summary>What it makes of null.</summary>
    public NullHandling Nulls { get; init; }

    /// <summary>The collation of the whole index, or of its first part that has one of its own; <see langword="null"/> for the default.</summary>
    public string? Collation { get; init; }

    /// <summary>Whether the engine holds it complete; a failed online build leaves one that is not, and may still enforce.</summary>
    public bool Valid { get; init; } = true;

    /// <summary>Whether it is hidden from the planner.</summary>
    public bool Hidden { get; init; }

    /// <summary>Whether its check can wait until the end of the transaction.</summary>
    public bool Deferrable { get; init; }

    /// <summary>Its size on disk in bytes; <see langword="null"/> where the engine does not say.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Reads that used it since the server's statistics began; <see langword="null"/> where the engine does not count.</summary>
    public long? Reads { get; init; }

    /// <summary>The index of a partitioned table that brought this one along; <see langword="null"/> where it stands for itself.</summary>
    public PartitionedIndex? PartOf { get; init; }

    /// <summary>The index as a writer knows it: that of the partitioned table, where this one is a part of it.</summary>
    public UniqueIndex Whole => PartOf is { } whole ? this with { Table = whole.Table, Name = whole.Name, PartOf = null } : this;

    /// <summary>What a person should know about it.</summary>
    public IReadOnlyList<IndexWarning> Warnings { get; init; } = [];
}
