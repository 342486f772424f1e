using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Enforcing;

/// <summary>The index that is wanted.</summary>
/// <param name="Table">The table.</param>
/// <param name="Name">Its name.</param>
/// <param name="Key">The key, folding included.</param>
/// <param name="Filter">The filter.</param>
/// <param name="NullsEqual">Whether nulls are equal.</param>
internal sealed record WantedIndex(SqliteTable Table, string Name, IReadOnlyList<KeyPart> Key, string? Filter, bool NullsEqual)
{
    /// <summary>The parts that are indexed: SQLite has no NULLS NOT DISTINCT, and a key of the value and of whether it is null is the same.</summary>
    public IReadOnlyList<string> Parts => [.. NullsEqual
        ? Key.SelectMany(part => (string[])[$"ifnull({KeyPartSql.Value(part)}, ''){Collate(Table.CollationOf(part))}", $"{KeyPartSql.Value(part)} IS NULL"])
        : Key.Select(part => KeyPartSql.Compared(part) + (part.Descending ? " DESC" : ""))];

    /// <summary>The statement that makes it.</summary>
    public string Create => $"CREATE UNIQUE INDEX {SqliteName.Quote(Name)} ON {Table.Sql} ({string.Join(", ", Parts)}){Where}";

    /// <summary>The statement that makes an index that is not unique.</summary>
    public string CreatePlain(string name) => $"CREATE INDEX {SqliteName.Quote(name)} ON {Table.Sql} ({string.Join(", ", Key.Select(part => KeyPartSql.Compared(part)))}){Where}";

    /// <summary>Whether an index lets no row pass that this one would refuse.</summary>
    public bool IsEnforcedBy(UniqueIndex index) =>
        (index.Filter is null || (Filter is not null && SameText(index.Filter, Filter)))
        && Spelled(index.Key.Select(part => (KeyPartSql.Value(part), Table.CollationOf(part)))).SequenceEqual(Wanted, StringComparer.Ordinal);

    private IEnumerable<string> Wanted => Spelled(NullsEqual
        ? Key.SelectMany(part => ((string, string)[])[($"ifnull({KeyPartSql.Value(part)}, '')", Table.CollationOf(part)), ($"{KeyPartSql.Value(part)} IS NULL", "BINARY")])
        : Key.Select(part => (KeyPartSql.Value(part), Table.CollationOf(part))));

    private string Where => Filter is null ? "" : $" WHERE {KeyPartSql.Filter(Filter)}";

    private static string Collate(string collation) => SqliteName.Same(collation, "BINARY") ? "" : $" COLLATE {SqliteName.Quote(collation)}";

    /// <summary>The order of the parts does not matter.</summary>
    private static IEnumerable<string> Spelled(IEnumerable<(string Text, string Collation)> parts) =>
        parts.Select(part => $"{Normal(part.Text)} {SqliteName.Fold(part.Collation)}").Order(StringComparer.Ordinal);

    private static bool SameText(string left, string right) => Normal(left) == Normal(right);

    /// <summary>A text as SQLite reads it: spaces, brackets around the whole and the case of words do not matter.</summary>
    private static string Normal(string sql)
    {
        IReadOnlyList<SqlToken> tokens = SqlTokenizer.Tokenize(sql);
        while (tokens.Count > 2 && tokens[0].Is('(') && TokenList.Closing(tokens, 0) == tokens.Count - 1) tokens = [.. tokens.Skip(1).Take(tokens.Count - 2)];
        return string.Join(' ', tokens.Select(token => token.IsName ? SqliteName.Fold(token.Name) : sql[token.Start..token.End]));
    }
}
