using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Tables;

/// <summary>A foreign key, or a reference that a person named.</summary>
/// <param name="Name">The constraint's name, or <c>table.column</c>.</param>
/// <param name="Child">The table that refers.</param>
/// <param name="ChildColumns">Its columns.</param>
/// <param name="Parent">The table referred to.</param>
/// <param name="ParentColumns">Its columns, in the order of the child's.</param>
/// <param name="Operators">The operators that compare parent with child, as the constraint does.</param>
/// <param name="Collations">The parent's collation where the child's column has another, as COLLATE spells it.</param>
/// <param name="Declared">Whether the server keeps it.</param>
/// <param name="Indexed">Whether an index of the child begins with its columns.</param>
internal sealed record Reference(
    string Name, TableName Child, IReadOnlyList<string> ChildColumns, TableName Parent, IReadOnlyList<string> ParentColumns,
    IReadOnlyList<string> Operators, IReadOnlyList<string?> Collations, bool Declared, bool Indexed)
{
    /// <summary>Whether the table refers to itself.</summary>
    public bool ToItself => Child == Parent;

    /// <summary>A condition: a row of the child refers to a row whose key stands in an alias.</summary>
    /// <param name="child">The child's alias.</param>
    /// <param name="parent">The alias with the parent's key.</param>
    /// <param name="key">The name of the n-th column of the key there, from 0.</param>
    public SqlText Refers(string child, string parent, Func<int, string> key) => SqlText.Join(" AND ", ChildColumns.Select((column, n) =>
    {
        var collate = Collations[n] is { } collation ? SqlText.Raw($" COLLATE {collation}") : SqlText.Empty;
        return SqlText.Of($"{SqlText.Raw(parent)}.{SqlText.Name(key(n))}{collate} {SqlText.Raw(Operators[n])} {SqlText.Raw(child)}.{SqlText.Name(column)}{collate}");
    }));
}
