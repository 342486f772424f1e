using System.Text.Json;

namespace Uniquity.Diagnosing;

/// <summary>What tells live rows from deleted ones: the column and the value it has in a deleted row.</summary>
/// <param name="Column">The column.</param>
/// <param name="Deleted">Its value in a deleted row.</param>
public readonly record struct LiveRows(string Column, JsonElement Deleted)
{
    /// <summary>Whether the column holds one of several states, rather than the moment or the flag of a deletion.</summary>
    public bool IsStatus => Tombstone.IsStatus(Column);
}
