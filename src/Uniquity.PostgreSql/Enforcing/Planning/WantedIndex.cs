using Uniquity.Enforcing;
using Uniquity.Indexes;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>The index that is wanted, as the server reads it.</summary>
internal sealed record WantedIndex
{
    /// <summary>The table.</summary>
    public required TableState Table { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The key, folding included.</summary>
    public required IReadOnlyList<KeyPart> Key { get; init; }

    /// <summary>The key as the catalogue will print it.</summary>
    public required IReadOnlyList<string> Parts { get; init; }

    /// <summary>The filter.</summary>
    public string? Filter { get; init; }

    /// <summary>The filter as the catalogue will print it.</summary>
    public string? Predicate { get; init; }

    /// <summary>Whether nulls are equal.</summary>
    public bool NullsEqual { get; init; }

    /// <summary>Index or constraint.</summary>
    public EnforceAs As { get; init; }

    /// <summary>Its name with the schema, which is the table's.</summary>
    public TableName FullName => Table.Name with { Name = Name };

    /// <summary>Whether an index has the same key, filter and nulls; the order of the parts does not matter.</summary>
    public bool IsSame(UniqueIndex index) => SameKey(index) && index.Filter == Predicate && index.Nulls == (NullsEqual ? NullHandling.NotDistinct : NullHandling.Distinct);

    /// <summary>Whether an index lets no row pass that this one would refuse.</summary>
    public bool IsEnforcedBy(UniqueIndex index) =>
        index.Valid && !index.Deferrable && (index.Filter is null || index.Filter == Predicate)
        && (index.Nulls == NullHandling.NotDistinct || !NullsEqual) && SameKey(index);

    private bool SameKey(UniqueIndex index) =>
        index.Key.Select(Spelled).Order(StringComparer.Ordinal).SequenceEqual(Parts.Zip(Key, (part, key) => Spelled(key with { Part = part })).Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static string Spelled(KeyPart part) => part.Collation is { } collation && !part.Part.Contains(" COLLATE ", StringComparison.Ordinal) ? $"{part.Part} COLLATE {collation}" : part.Part;
}
