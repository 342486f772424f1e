using Microsoft.Data.Sqlite;

namespace Uniquity.Sqlite.Duplicates;

/// <summary>Counts groups as they pass, and keeps the largest.</summary>
/// <param name="parts">The number of key parts, which come first in a row; the count follows.</param>
/// <param name="top">How many groups to keep.</param>
/// <param name="includeNull">Whether keys with a null part form groups.</param>
internal sealed class Tally(int parts, int top, bool includeNull)
{
    // The smallest kept group first; of equals the one that came last, so that ties stay in the order of the key.
    private readonly PriorityQueue<(IReadOnlyList<object> Key, long Count), (long Count, long Order)> _largest = new();

    /// <summary>Keys that more than one row has.</summary>
    public long Groups { get; private set; }

    /// <summary>Rows beyond the one of each group that may stay.</summary>
    public long ExcessRows { get; private set; }

    /// <summary>Rows whose key has a null part.</summary>
    public long NullKeyRows { get; private set; }

    /// <summary>The groups kept, the largest first.</summary>
    public IReadOnlyList<(IReadOnlyList<object> Key, long Count)> Largest() =>
        [.. _largest.UnorderedItems.OrderByDescending(g => g.Priority).Select(g => g.Element)];

    /// <summary>Takes the row at hand. Keys are read only of groups that are kept: most never become objects.</summary>
    public bool Add(SqliteDataReader row)
    {
        var count = row.GetInt64(parts);
        if (HasNull(row))
        {
            NullKeyRows += count;
            if (!includeNull) return false;
        }

        if (count < 2) return false;
        Groups++;
        ExcessRows += count - 1;
        if (_largest.Count == top && (top == 0 || count <= _largest.Peek().Count)) return true;
        if (_largest.Count == top) _largest.Dequeue();
        _largest.Enqueue((Key(row, parts), count), (count, -Groups));
        return true;
    }

    /// <summary>The key of the row at hand.</summary>
    public static object[] Key(SqliteDataReader row, int parts)
    {
        var key = new object[parts];
        for (var i = 0; i < parts; i++) key[i] = row.GetValue(i);
        return key;
    }

    private bool HasNull(SqliteDataReader row)
    {
        for (var i = 0; i < parts; i++)
        {
            if (row.IsDBNull(i)) return true;
        }

        return false;
    }
}
