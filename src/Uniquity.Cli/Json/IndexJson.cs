using Uniquity.Indexes;

namespace Uniquity.Cli.Json;

/// <summary>A unique index as the contract prints it.</summary>
internal record IndexJson(
    string Table, string Name, IReadOnlyList<KeyPartJson> Key, bool Primary, bool Constraint, string? Filter, string Nulls, string? Collation,
    bool Valid, bool Hidden, bool Deferrable, long? SizeBytes, long? Reads, IReadOnlyList<IndexWarningJson> Warnings)
{
    /// <summary>Words one.</summary>
    public static IndexJson Of(UniqueIndex index) => new(
        index.Table.ToString(), index.Name, [.. index.Key.Select(part => new KeyPartJson(part.Part, part.Expression, part.Descending))],
        index.Primary, index.Constraint, index.Filter, Words.Of(index.Nulls), index.Collation,
        index.Valid, index.Hidden, index.Deferrable, index.SizeBytes, index.Reads,
        [.. index.Warnings.Select(warning => new IndexWarningJson(warning.Code, warning.Why))]);
}

/// <summary>A part of an index's key.</summary>
internal sealed record KeyPartJson(string Part, bool Expression, bool Descending);

/// <summary>What a person should know about an index.</summary>
internal sealed record IndexWarningJson(string Code, string Why);
