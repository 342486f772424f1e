using Uniquity.Duplicates;
using Uniquity.Resolving;
using Uniquity.Sqlite.Duplicates;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Planning;

/// <summary>The rows of the table that a resolution looks at, each with its key.</summary>
/// <param name="request">The request.</param>
/// <param name="table">The table.</param>
internal sealed class KeyedRows(ResolveRequest request, TableShape table)
{
    private readonly int parts = request.Key.Count;

    /// <summary>The list of rows to look at, as a plan makes it.</summary>
    public const string Planned = "temp.uq_work";

    /// <summary>The rows of a batch, ranked: group, rank, address, address of the row that stays.</summary>
    public const string Ranked = "temp.uq_rows";

    /// <summary>The keys that more than one row has.</summary>
    private const string Groups = "temp.uq_groups";

    /// <summary>Makes a list of rows to look at.</summary>
    public string Make(string list) => $"CREATE TABLE {list} (uq_g INTEGER, {table.Defined()}, PRIMARY KEY (uq_g, {Names.List(table.A)})) WITHOUT ROWID";

    /// <summary>Fills a list with every row of every key that more than one row has, the groups in the order of the table: a batch then reads rows that lie together.</summary>
    /// <param name="list">The list.</param>
    /// <param name="after">The number before the first group.</param>
    public IEnumerable<SqlText> Fill(string list, long after)
    {
        var keys = Names.List(Names.Row("k", parts));
        yield return new SqlText().Add($"DROP TABLE IF EXISTS {Groups}");
        yield return new SqlText().Add($"CREATE TEMP TABLE uq_groups AS SELECT {keys}, min(uq_a1) AS uq_m FROM {From} GROUP BY {Compared} HAVING count(*) > 1 ORDER BY uq_m");

        // An index of its own, not one that SQLite makes for the statement: that one has been seen to miss keys under RTRIM.
        yield return new SqlText().Add($"CREATE INDEX temp.uq_groups_key ON uq_groups ({Compared})");
        var same = string.Join(" AND ", Enumerable.Range(1, parts).Select(n => $"uq_t.{Names.Nth("k", n)} COLLATE {Collation(n)} = uq_d.{Names.Nth("k", n)}"));

        // CROSS JOIN keeps the order: one scan of the table, each row looked up among the groups.
        yield return SqlText.Of($"INSERT INTO {list} SELECT uq_d.rowid + {after}, {Names.Of("uq_t", table.A)} FROM {From} AS uq_t CROSS JOIN {Groups} AS uq_d ON {same} ORDER BY 1, 2");
    }

    /// <summary>The tables of a session's own that ranks are kept in.</summary>
    public IEnumerable<string> MakeRanked =>
    [
        $"DROP TABLE IF EXISTS {Ranked}",
        $"CREATE TABLE {Ranked} (uq_g INTEGER, uq_rank INTEGER, {table.Defined()}, {table.Defined("s")}, uq_key)",
    ];

    /// <summary>Ranks the rows of some groups as they are now: who has left its group since the list was made is left alone.</summary>
    public SqlText Rank(string list, long from, long to)
    {
        var ties = table.Ties.Select((part, n) => $"{table.From}.{part} AS {Names.Nth("t", n + 1)}");
        var order = PolicySql.Order(request.Keep, table, "uq_o", Names.Row("t", table.Ties.Count));
        var stays = table.A.Select((name, n) => $"first_value({name}) OVER uq_w AS {Names.Nth("s", n + 1)}");
        return SqlText.Of($"""
            INSERT INTO {Ranked} SELECT uq_g, uq_rank, {Names.List(table.A)}, {Names.List(table.S)}, uq_key FROM (
              SELECT uq_g, {Names.List(table.A)}, uq_key, row_number() OVER uq_w AS uq_rank, {Names.List(stays)}, lead(1) OVER uq_w AS uq_n FROM (
                SELECT uq_l.uq_g, {table.AddressAs(table.From)}, {Names.List(ties)}, {PolicySql.Compared(request.Keep, table, table.From)} AS uq_o, {Keys}, {KeyText} AS uq_key
                FROM {list} AS uq_l CROSS JOIN {table.From} ON {table.Is(table.From, "uq_l")} WHERE uq_l.uq_g BETWEEN {from} AND {to} AND {Filter})
              WINDOW uq_w AS (PARTITION BY uq_g, {Compared} ORDER BY {order})) WHERE uq_rank > 1 OR uq_n = 1
            """);
    }

    private string From => $"(SELECT {Names.List(table.Address.Select((part, n) => $"{table.From}.{part} AS {Names.Nth("a", n + 1)}"))}, {Keys} FROM {table.From} WHERE {Filter})";

    private string Keys => Names.List(Enumerable.Range(1, parts).Select(n => $"{Part(n)} AS {Names.Nth("k", n)}"));

    private string Compared => Names.List(Enumerable.Range(1, parts).Select(n => $"{Names.Nth("k", n)} COLLATE {Collation(n)}"));

    private string Filter => string.Join(" AND ", Enumerable.Range(1, parts).Select(n => $"{Part(n)} IS NOT NULL").Prepend(request.Where is { } where ? KeyPartSql.Filter(where) : "1"));

    /// <summary>The key as one text: what a person names a group by.</summary>
    private string KeyText => string.Join(" || ',' || ", Enumerable.Range(1, parts).Select(n => $"CASE typeof({Part(n)}) WHEN 'blob' THEN '\\x' || lower(hex({Part(n)})) ELSE CAST({Part(n)} AS TEXT) END"));

    private string Collation(int n) => SqliteName.Quote(table.Table.CollationOf(request.Key[n - 1]));

    private string Part(int n) => FoldSql.Run(KeyPartSql.Value(request.Key[n - 1]), request.Fold);

    /// <summary>A key as a person types it, folded as the stored ones are.</summary>
    public static string Typed(string key, Folding fold) => fold == Folding.None ? key : FoldFunction.Fold(key, fold);
}
