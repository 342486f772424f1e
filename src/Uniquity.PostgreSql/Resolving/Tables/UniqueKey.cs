using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Tables;

/// <summary>A unique index of a table that a change of rows may run into.</summary>
/// <param name="Name">The index.</param>
/// <param name="Parts">Its columns and expressions, over the table's column names.</param>
/// <param name="Filter">The predicate of a partial one.</param>
/// <param name="NullsNotDistinct">Whether one null equals another.</param>
/// <param name="Columns">Every column that it reads: those of the key, of its expressions and of its predicate.</param>
internal sealed record UniqueKey(string Name, IReadOnlyList<SqlText> Parts, SqlText? Filter, bool NullsNotDistinct, IReadOnlyList<string> Columns)
{
    /// <summary>The key over rows that have the table's columns, as <c>#k1, #k2, …</c>.</summary>
    /// <param name="meta">The prefix of names that no column has.</param>
    public SqlText Keys(string meta) =>
        SqlText.Join(", ", Parts.Select((part, n) => SqlText.Of($"{part} AS {SqlText.Name($"{meta}k{n + 1}")}")));

    /// <summary>The names that <see cref="Keys"/> gives.</summary>
    public IReadOnlyList<string> KeyNames(string meta) => [.. Parts.Select((_, n) => $"{meta}k{n + 1}")];

    /// <summary>A condition: two rows have the same key.</summary>
    public SqlText Same(string left, string right, string meta) => SqlText.Join(" AND ", KeyNames(meta).Select(name => NullsNotDistinct
        ? SqlText.Of($"{SqlText.Raw(left)}.{SqlText.Name(name)} IS NOT DISTINCT FROM {SqlText.Raw(right)}.{SqlText.Name(name)}")
        : SqlText.Of($"{SqlText.Raw(left)}.{SqlText.Name(name)} = {SqlText.Raw(right)}.{SqlText.Name(name)}")));

    /// <summary>The predicate as a condition that can be joined by AND.</summary>
    public SqlText Where => Filter ?? SqlText.Raw("true");
}
