using System.Globalization;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving;

/// <summary>Names and lists in the statements of a repair. Whatever is its own begins with <c>uq_</c>, so that a person's filter and key meet their own columns only.</summary>
internal static class Names
{
    /// <summary>The n-th of a row of names, from 1.</summary>
    public static string Nth(string name, int n) => string.Create(CultureInfo.InvariantCulture, $"uq_{name}{n}");

    /// <summary>Names <c>uq_x1, uq_x2, …</c>.</summary>
    public static IReadOnlyList<string> Row(string name, int count) => [.. Enumerable.Range(1, count).Select(n => Nth(name, n))];

    /// <summary>A list with commas.</summary>
    public static string List(IEnumerable<string> parts) => string.Join(", ", parts);

    /// <summary>A list with commas, all of one alias.</summary>
    public static string Of(string alias, IEnumerable<string> names) => List(names.Select(name => $"{alias}.{name}"));

    /// <summary>A table of the file, quoted.</summary>
    public static string Table(string name) => $"main.{SqliteName.Quote(name)}";

    /// <summary>Terms joined by an operator so that hundreds of them stay shallow: SQLite refuses an expression deeper than 1,000.</summary>
    public static string Joined(string with, IReadOnlyList<string> terms, string none)
    {
        if (terms.Count == 0) return none;
        if (terms.Count == 1) return terms[0];
        var half = terms.Count / 2;
        return $"({Joined(with, [.. terms.Take(half)], none)} {with} {Joined(with, [.. terms.Skip(half)], none)})";
    }

    /// <summary>A condition: two values are the same to the last bit, whatever the column's collation and affinity.</summary>
    public static string Same(string left, string right) => $"(+{left} COLLATE BINARY IS +{right} AND typeof({left}) = typeof({right}))";
}
