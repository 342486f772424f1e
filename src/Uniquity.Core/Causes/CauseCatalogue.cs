namespace Uniquity.Causes;

/// <summary>Every cause that Uniquity knows.</summary>
/// <remarks>Codes never change. Each has a page in docs/causes, embedded in this assembly; tests keep page and entry together.</remarks>
public static class CauseCatalogue
{
    /// <summary>The causes in the order of their codes.</summary>
    public static IReadOnlyList<Cause> All { get; } =
    [
        new("UQ101", "the same business key again", 10),
        new("UQ102", "the writer brought an id that is taken", 65),
        new("UQ103", "sequence behind the data", 90),
        new("UQ104", "null or missing counted as a value", 92),
        new("UQ105", "placeholder shared by many", 75),
        new("UQ106", "folding: case, accents, white space, Unicode form", 82),
        new("UQ107", "compound key misread", 35),
        new("UQ108", "a soft-deleted row holds the key", 88),
        new("UQ109", "ids made by the client collide", 72),
        new("UQ110", "duplicates were there before the index", 91),
        new("UQ111", "array elements collide", 81),
        new("UQ112", "key too broad: the tenant is missing from it", 80),
        new("UQ201", "stale unique index: nobody writes the field any more", 76),
        new("UQ202", "hidden index still enforces", 87),
        new("UQ203", "partial-filter trap: the two rows meet only inside the filter", 85),
        new("UQ204", "sparse index, explicit null", 93),
        new("UQ205", "invalid index left by a failed online build still enforces", 95),
        new("UQ206", "the index no longer sees what it holds", 96),
        new("UQ207", "keys shifted in one statement", 86),
        new("UQ208", "uniqueness only within a partition or shard", 84),
        new("UQ209", "expired but not yet removed (TTL)", 89),
        new("UQ210", "index and reads use different collations", 78),
        new("UQ211", "capped collection", 50),
        new("UQ212", "index not built yet, or built after the data came", 74),
        new("UQ213", "a dropped index came back", 77),
        new("UQ301", "race: look, then insert", 60),
        new("UQ302", "a retry of a write that had succeeded", 70),
        new("UQ303", "upsert that carries its own _id", 83),
        new("UQ304", "upserts of one key at once", 62),
        new("UQ305", "an UPDATE moves one row onto another", 79),
        new("UQ306", "errors were swallowed", 45),
        new("UQ307", "a batch stopped at its first duplicate", 40),
        new("UQ308", "two entries with one key in a single statement", 94),
        new("UQ309", "a failed statement spoiled the transaction", 42),
        new("UQ310", "a trigger, cascade or generated row raised it, not the statement in hand", 83),
        new("UQ401", "the check read a stale replica", 64),
        new("UQ402", "another environment's database", 97),
        new("UQ403", "logical replication stopped on a conflict", 66),
        new("UQ404", "imported twice in part (a dump restored over data)", 68),
        new("UQ901", "foreign key", 5),
        new("UQ902", "not null", 5),
        new("UQ903", "exclusion constraint", 5),
        new("UQ904", "no matching unique index for ON CONFLICT", 5),
        new("UQ905", "serialization failure or write conflict", 5),
        new("UQ906", "deadlock", 5),
        new("UQ907", "too many connections", 5),
        new("UQ908", "connection refused", 5),
        new("UQ909", "check constraint", 5),
    ];

    /// <summary>The cause of a code, in any case.</summary>
    /// <exception cref="KeyNotFoundException">There is no such code.</exception>
    public static Cause Get(string code) =>
        Find(code) ?? throw new KeyNotFoundException($"There is no cause {code}.");

    /// <summary>The cause of a code, in any case, or <see langword="null"/>.</summary>
    public static Cause? Find(string code)
    {
        foreach (var cause in All)
        {
            if (string.Equals(cause.Code, code, StringComparison.OrdinalIgnoreCase)) return cause;
        }

        return null;
    }
}
