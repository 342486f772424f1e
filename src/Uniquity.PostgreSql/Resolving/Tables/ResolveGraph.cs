using Uniquity.Indexes;

namespace Uniquity.PostgreSql.Resolving.Tables;

/// <summary>The tables that a resolution can touch, and how.</summary>
internal sealed record ResolveGraph
{
    /// <summary>The table whose duplicates are resolved.</summary>
    public required TableShape Root { get; init; }

    /// <summary>Every table by name.</summary>
    public required IReadOnlyDictionary<TableName, TableShape> Tables { get; init; }

    /// <summary>The references that must follow: to rows that go, or whose key changes.</summary>
    public required IReadOnlyList<Reference> References { get; init; }

    /// <summary>Tables that can lose rows: the root first, then those whose own keys could collide, or whose rows go too.</summary>
    public required IReadOnlyList<TableShape> Losing { get; init; }

    /// <summary>Tables whose rows are moved by way of a table of moves: a key of theirs could collide, or a row can have several references.</summary>
    public required IReadOnlyList<TableShape> Moving { get; init; }

    /// <summary>References that one update moves, with nothing to collide.</summary>
    public required IReadOnlyList<Reference> Direct { get; init; }

    /// <summary>Whether children go with their parents.</summary>
    public required bool Deletes { get; init; }

    /// <summary>The references of a table that moves.</summary>
    public IEnumerable<Reference> MovesOf(TableShape child) => References.Where(reference => reference.Child == child.Name && !DeletesBy(reference));

    /// <summary>The columns of a table that its references change.</summary>
    public IReadOnlyList<string> MovedColumns(TableShape child) => [.. MovesOf(child).SelectMany(reference => reference.ChildColumns).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether a row that refers by this goes with its parent; a table's rows are never deleted for referring to their own table.</summary>
    public bool DeletesBy(Reference reference) => Deletes && !reference.ToItself;

    /// <summary>Whether a table moves by a table of moves.</summary>
    public bool Moves(TableName table) => Moving.Any(shape => shape.Name == table);

    /// <summary>Whether a table can lose rows.</summary>
    public bool Loses(TableName table) => Losing.Any(shape => shape.Name == table);

    /// <summary>The references to a table by a key that moving its own references changes.</summary>
    public IEnumerable<Reference> ByMovingKey(TableShape parent)
    {
        var moved = MovedColumns(parent);
        return References.Where(reference => reference.Parent == parent.Name && reference.ParentColumns.Any(moved.Contains));
    }

    /// <summary>The unique keys of a table that moving its references could break.</summary>
    public IEnumerable<UniqueKey> Breakable(TableShape child)
    {
        var moved = MovedColumns(child);
        return child.UniqueKeys.Where(key => key.Columns.Any(moved.Contains));
    }
}
