using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Tables;

/// <summary>A unique index, as a repair asks: could moving a row break it?</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parts">Its parts as SQL over the table's own columns.</param>
/// <param name="Collations">How each part is compared.</param>
/// <param name="Filter">Its filter, <see langword="null"/> for none.</param>
/// <param name="Columns">Every column that it reads.</param>
internal sealed record UniqueKey(string Name, IReadOnlyList<string> Parts, IReadOnlyList<string> Collations, string? Filter, IReadOnlyList<string> Columns)
{
    /// <summary>The rows that it holds: those that pass its filter and have no null in the key.</summary>
    public string Where => string.Join(" AND ", Parts.Select(part => $"{part} IS NOT NULL").Prepend(Filter is { } filter ? KeyPartSql.Filter(filter) : "1"));

    /// <summary>The parts under the names <c>uq_k1, uq_k2, …</c>.</summary>
    public string Keys => Names.List(Parts.Select((part, n) => $"{part} AS {Names.Nth("k", n + 1)}"));

    /// <summary>The names, each with its collation.</summary>
    public string Compared => Names.List(Collations.Select((collation, n) => $"{Names.Nth("k", n + 1)} COLLATE {SqliteName.Quote(collation)}"));

    /// <summary>A condition: a row of the table has the key that stands in an alias.</summary>
    public string IsKeyOf(string alias) => string.Join(" AND ", Parts.Select((part, n) => $"{part} COLLATE {SqliteName.Quote(Collations[n])} = {alias}.{Names.Nth("k", n + 1)}"));
}
