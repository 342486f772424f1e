using Uniquity.Indexes;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Tables;

/// <summary>A foreign key, or a reference that a person named.</summary>
/// <param name="Name"><c>table.column</c>, or <c>table (a, b)</c>: SQLite keeps no names of constraints.</param>
/// <param name="Child">The table that refers.</param>
/// <param name="ChildColumns">Its columns.</param>
/// <param name="Parent">The table referred to.</param>
/// <param name="ParentColumns">Its columns, in the order of the child's.</param>
/// <param name="Declared">Whether it is declared.</param>
/// <param name="Indexed">Whether an index of the child begins with its column.</param>
/// <param name="ParentUnique">Whether the parent's columns are unique, as SQLite wants them to be and does not enforce.</param>
internal sealed record Reference(
    string Name, TableName Child, IReadOnlyList<string> ChildColumns, TableName Parent, IReadOnlyList<string> ParentColumns, bool Declared, bool Indexed, bool ParentUnique)
{
    /// <summary>Whether the table refers to itself.</summary>
    public bool ToItself => Child == Parent;

    /// <summary>A condition: the child's row refers to the parent's.</summary>
    /// <remarks>The parent stands left: its collation and affinity decide (https://www.sqlite.org/foreignkeys.html, section 3).</remarks>
    public string Refers(string child, string parent) => string.Join(" AND ", ChildColumns.Select((column, n) =>
        $"{parent}.{SqliteName.Quote(ParentColumns[n])} = {child}.{SqliteName.Quote(column)}"));
}
