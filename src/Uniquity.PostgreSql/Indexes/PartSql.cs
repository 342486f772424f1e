using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Indexes;

/// <summary>A key part, ready for a statement.</summary>
/// <param name="Text">The quoted column, or the expression in parentheses.</param>
/// <param name="Type">Its type, as a cast spells it.</param>
/// <param name="Equal">The operator that its default index compares with: <c>=</c>, or one off the search path.</param>
/// <param name="Collation">The collation to compare under, as a COLLATE clause spells it; <see langword="null"/> for the part's own.</param>
/// <param name="Collatable">Whether values of the type have a collation: whether they are text.</param>
/// <param name="FoldsCase">Whether the type itself takes upper and lower case for one (citext).</param>
/// <param name="Hash">The function that its hash index hashes with, where there is one: equal values have equal hashes.</param>
internal sealed record PartSql(SqlText Text, string Type, string Equal, string? Collation, bool Collatable, bool FoldsCase, string? Hash)
{
    /// <summary>The part under the index's collation: what groups and sorts as the index does.</summary>
    public SqlText Collated => Collation is null ? Text : SqlText.Of($"{Text} COLLATE {SqlText.Raw(Collation)}");

    /// <summary>A condition: the part equals a value, as its index compares.</summary>
    public SqlText Equals(string? value) => value is null
        ? SqlText.Of($"{Text} IS NULL")
        : Equals(Collated, SqlText.Value(value, Type));

    /// <summary>A condition: two expressions of the part's type are equal, as its index compares.</summary>
    public SqlText Equals(SqlText left, SqlText right) => SqlText.Of($"{left} {SqlText.Raw(Equal)} {right}");
}
