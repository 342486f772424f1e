using Uniquity.Indexes;

namespace Uniquity.PostgreSql.Indexes;

/// <summary>What a person should know about a unique index before an insert tells them.</summary>
internal static class IndexWarnings
{
    /// <summary>The indexes with their warnings.</summary>
    public static IReadOnlyList<UniqueIndex> Apply(IReadOnlyList<CatalogueIndex> indexes) =>
        [.. indexes.Select(index => index.Index with { Warnings = [.. Of(index, indexes)] })];

    private static IEnumerable<IndexWarning> Of(CatalogueIndex entry, IReadOnlyList<CatalogueIndex> all)
    {
        var index = entry.Index;
        if (!index.Valid && entry.Partitioned)
        {
            yield return new("UQ208", $"{index.Name} is not complete: not every partition of {index.Table} has its part attached, and there keys are not unique.");
        }
        else if (!index.Valid)
        {
            yield return new("UQ205", entry.Ready
                ? $"{index.Name} is invalid, left by a build that failed, and refuses duplicates all the same; no query can use it."
                : $"{index.Name} is invalid, left by a build that failed; it enforces nothing and no query can use it.");
        }

        if (entry.PartitionOf is { } parent)
        {
            yield return new("UQ208", $"{index.Name} keeps keys unique within the partition {index.Table} only: {parent} has no such index.");
        }

        if (entry.CollationChange is { } change)
        {
            yield return new("UQ206", $"{index.Name} was built under another version of its collation ({change}): it may no longer see what it holds.");
        }

        if (all.Where(other => other.Oid != entry.Oid && other.Index.Table == index.Table).Select(other => Redundant(index, other.Index))
            .FirstOrDefault(why => why is not null) is { } redundant)
        {
            yield return new("redundant", redundant);
        }
    }

    /// <summary>A key that holds all parts of a narrower unique key is unique already, and the narrower one says so sooner.</summary>
    private static string? Redundant(UniqueIndex index, UniqueIndex other)
    {
        if (!other.Valid || !index.Valid || index.Primary || index.Filter != other.Filter || index.Nulls != other.Nulls) return null;
        var parts = Names(index);
        var others = Names(other);
        if (!others.IsSubsetOf(parts)) return null;
        if (others.Count < parts.Count) return $"{other.Name} already keeps {Key(other)} unique, so {Key(index)} can never collide first.";
        // Of two alike the one without a constraint goes, then the one that sorts last.
        var keepOther = other.Primary || (other.Constraint && !index.Constraint)
            || (other.Constraint == index.Constraint && string.CompareOrdinal(other.Name, index.Name) < 0);
        return keepOther ? $"{other.Name} has the same key." : null;
    }

    private static HashSet<string> Names(UniqueIndex index) => [.. index.Key.Select(part => $"{part.Part} {part.Collation}")];

    private static string Key(UniqueIndex index) => $"({string.Join(", ", index.Key.Select(part => part.Part))})";
}
