using Uniquity.Indexes;

namespace Uniquity.Sqlite.Resolving.Tables;

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

    /// <summary>Tables whose references move, parents before children as far as there is such an order.</summary>
    public required IReadOnlyList<TableShape> Moving { get; init; }

    /// <summary>The declared foreign keys of the tables that can lose rows: whether such a row had its parent when it went.</summary>
    public IReadOnlyList<Reference> Own { get; init; } = [];

    /// <summary>Whether children go with their parents.</summary>
    public required bool Deletes { get; init; }

    /// <summary>The references of a table that moves.</summary>
    public IEnumerable<Reference> MovesOf(TableShape child) => References.Where(reference => reference.Child == child.Name && !DeletesBy(reference));

    /// <summary>The columns of a table that its references change.</summary>
    public IReadOnlyList<string> MovedColumns(TableShape child) => [.. MovesOf(child).SelectMany(reference => reference.ChildColumns).Distinct(StringComparer.Ordinal)];

    /// <summary>Whether a row that refers by this goes with its parent; a table's rows are never deleted for referring to their own table.</summary>
    public bool DeletesBy(Reference reference) => Deletes && !reference.ToItself;

    /// <summary>Whether the references of a table move.</summary>
    public bool Moves(TableName table) => Moving.Any(shape => shape.Name == table);

    /// <summary>Whether a table can lose rows.</summary>
    public bool Loses(TableName table) => Losing.Any(shape => shape.Name == table);

    /// <summary>The unique keys of a table that moving its references could break.</summary>
    public IEnumerable<UniqueKey> Breakable(TableShape child)
    {
        var moved = MovedColumns(child);
        return child.UniqueKeys.Where(key => key.Columns.Any(moved.Contains));
    }

    /// <summary>Whether one look at every table sees everything: whatever can lose rows or change keys comes before those that refer to it.</summary>
    public bool InOrder => References.Where(reference => Moves(reference.Child) && Moves(reference.Parent))
        .All(reference => Settled(Tables[reference.Parent]) || Place(reference.Parent) < Place(reference.Child));

    /// <summary>Whether a table is after its first look what it was before: no row of it goes and no key that others refer to changes because rows move.</summary>
    private bool Settled(TableShape table) => !Breakable(table).Any()
        && !References.Any(reference => reference.Parent == table.Name && reference.ParentColumns.Any(MovedColumns(table).Contains));

    private int Place(TableName table) => Moving.Select((shape, n) => (shape.Name, n)).First(pair => pair.Name == table).n;
}
