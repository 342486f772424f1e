using Uniquity.Indexes;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Catalogue;

/// <summary>Finds unique indexes that can refuse no row which another does not refuse already.</summary>
internal static class RedundantIndexes
{
    /// <summary>The same indexes, with a warning on each redundant one.</summary>
    public static IReadOnlyList<UniqueIndex> Warn(IReadOnlyList<UniqueIndex> indexes) =>
        [.. indexes.Select((index, i) => indexes.Where((other, j) => i != j && Implies(other, index, j < i)).Select(other => Warning(index, other)).FirstOrDefault()
            is { } warning ? index with { Warnings = [.. index.Warnings, warning] } : index)];

    /// <summary>Whether a row that <paramref name="index"/> refuses is refused by <paramref name="other"/> in any case.</summary>
    private static bool Implies(UniqueIndex other, UniqueIndex index, bool otherFirst)
    {
        if (other.Filter is not null && !string.Equals(other.Filter, index.Filter, StringComparison.Ordinal)) return false;
        if (!other.Key.All(part => index.Key.Any(p => SamePart(p, part)))) return false;
        var same = other.Key.Count == index.Key.Count && string.Equals(other.Filter, index.Filter, StringComparison.Ordinal);

        // Of two that are the same, the one that is more than an index stays; else the first.
        return !same || (other.Primary, other.Constraint) == (index.Primary, index.Constraint) && otherFirst
            || (other.Primary, other.Constraint).CompareTo((index.Primary, index.Constraint)) > 0;
    }

    private static bool SamePart(KeyPart left, KeyPart right) =>
        left.Expression == right.Expression && SqliteName.Same(left.Part, right.Part) && left.Collation == right.Collation;

    private static IndexWarning Warning(UniqueIndex index, UniqueIndex other) => new(
        "redundant",
        index.Key.Count == other.Key.Count
            ? $"{index.Name} refuses nothing that {other.Name} on the same key does not refuse"
            : $"{index.Name} refuses nothing: {string.Join(", ", other.Key.Select(p => p.Part))} is unique on its own by {other.Name}");
}
