using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving.Planning;

/// <summary>The rows of the table that a resolution looks at, each with its key.</summary>
/// <param name="request">The request.</param>
/// <param name="table">The table.</param>
/// <param name="parts">The key, folded as asked.</param>
internal sealed class KeyedRows(ResolveRequest request, TableShape table, IReadOnlyList<PartSql> parts)
{
    /// <summary>Settings under which a row reads the same in every session: a fingerprint hangs on them.</summary>
    public static IReadOnlyList<Targets.Setting> SameText { get; } =
    [
        new("datestyle", "ISO, YMD"), new("intervalstyle", "postgres"), new("timezone", "UTC"), new("bytea_output", "hex"), new("extra_float_digits", "1"),
        new("jit", "off"), new("work_mem", "64MB"),
        // A slice of the keys is read by one worker, and its groups, of which few are left, cost nothing to hand over.
        new("min_parallel_table_scan_size", "1TB"), new("min_parallel_index_scan_size", "1TB"), new("parallel_tuple_cost", "0"),
    ];

    /// <summary>Settings of a batch: it looks few rows up in large tables, most of which are in memory by then.</summary>
    public static IReadOnlyList<Targets.Setting> ByIndex { get; } = [new("jit", "off"), new("work_mem", "64MB"), new("random_page_cost", "1.1")];

    /// <summary>The rows, as a FROM item without an alias; a person's filter and key see the table under its own name.</summary>
    public SqlText From
    {
        get
        {
            var id = table.Physical ? SqlText.Of($", {table.IdOf(Alias)}") : SqlText.Empty;
            return SqlText.Of($"(SELECT {table.ColumnList}{id}, {Keys} FROM {table.From} WHERE {Filter})");
        }
    }

    /// <summary>The rows of some groups of a list, locked in the order of their identity, as a FROM item without an alias.</summary>
    /// <param name="list">The list of rows.</param>
    /// <param name="alias">An alias for it that no table has.</param>
    /// <param name="id">The name of the n-th part of the identity there, from 1.</param>
    /// <param name="from">The first group.</param>
    /// <param name="to">The last group.</param>
    public SqlText Locked(SqlText list, SqlText alias, Func<int, string> id, long from, long to)
    {
        var own = SqlText.Join(", ", table.Columns.Select(column => column.Of(Alias)));
        var physical = table.Physical ? SqlText.Of($", {table.IdOf(Alias)}") : SqlText.Empty;
        return SqlText.Of($"""
            (SELECT {alias}.{Group}, {own}{physical}, {Keys} FROM {list} AS {alias} JOIN {table.From} ON {table.IsRow(Alias, alias.Literal, id)}
             WHERE {alias}.{Group} BETWEEN {from} AND {to} AND {Filter} ORDER BY {table.IdOf(Alias)} FOR UPDATE OF {SqlText.Raw(Alias)})
            """);
    }

    /// <summary>The keys of an alias.</summary>
    public SqlText KeysOf(string alias) => SqlText.Join(", ", parts.Select((_, n) => Key(alias, n)));

    /// <summary>A condition: two aliases have the same key.</summary>
    public SqlText SameKey(string left, string right) => SqlText.Join(" AND ", parts.Select((part, n) => part.Equals(Key(left, n), Key(right, n))));

    /// <summary>The keys that more than one row has, each with a number, as a FROM item without an alias.</summary>
    /// <param name="after">The number before the first.</param>
    /// <param name="fresh">A condition on the table's rows: only keys that such a row has; <see langword="null"/> for all.</param>
    public SqlText Groups(long after, SqlText? fresh)
    {
        var rows = SqlText.Of($"(SELECT {Keys}, {SqlText.Raw(Alias)}.ctid FROM {table.From} WHERE {Filter})");
        var keyed = fresh is null ? SqlText.Of($"{rows} AS x") : SqlText.Of($"{rows} AS x JOIN (SELECT DISTINCT {KeysOf("f")} FROM {Where(fresh)} AS f) AS fresh ON {SameKey("x", "fresh")}");
        var slices = SqlText.Join(" UNION ALL ", Slices.Select(slice => SqlText.Of(
            $"SELECT {KeysOf("x")}, min(x.ctid) AS {First} FROM {keyed}{slice} GROUP BY {KeysOf("x")} HAVING count(*) > 1")));
        // In the order of the table: a batch then reads and writes rows that lie together.
        return SqlText.Of($"(SELECT {KeysOf("x")}, {after} + row_number() OVER (ORDER BY x.{First}) AS {Group} FROM ({slices}) AS x)");
    }

    /// <summary>The number of a group.</summary>
    public SqlText Group => SqlText.Name($"{table.Meta}group");

    /// <summary>A hash of a whole row.</summary>
    public SqlText Hash(string alias) => SqlText.Of($"hashtextextended(ROW({table.ColumnsOf(alias)})::text, 0)");

    /// <summary>The key as one text, over an alias-less row of the table or of its archive: what a person names a group by.</summary>
    public SqlText KeyText => SqlText.Of($"concat_ws(',', {SqlText.Join(", ", parts.Select(part => SqlText.Of($"({part.Text})::text")))})");

    private SqlText First => SqlText.Name($"{table.Meta}first");

    /// <summary>
    /// Two halves of the keys, told apart by a hash: groups are whole in each, the table of groups is half as large, and a server
    /// that has a worker to spare makes both at once.
    /// </summary>
    private IEnumerable<SqlText> Slices
    {
        get
        {
            var hashes = SqlText.Join(" # ", parts.Select((part, n) => (part.Hash, n)).Where(hashed => hashed.Hash is not null).Select(hashed => SqlText.Of($"{SqlText.Raw(hashed.Hash!)}({Key("x", hashed.n)})")));
            return parts.Any(part => part.Hash is not null) ? [SqlText.Of($" WHERE ({hashes}) & 1 = 0"), SqlText.Of($" WHERE ({hashes}) & 1 = 1")] : [SqlText.Empty];
        }
    }

    private SqlText Keys => SqlText.Join(", ", parts.Select((part, n) => SqlText.Of($"{part.Text} AS {SqlText.Name(KeyName(n))}")));

    private SqlText Filter
    {
        get
        {
            var conditions = parts.Select(part => SqlText.Of($"{part.Text} IS NOT NULL"));
            return SqlText.Join(" AND ", request.Where is { } where ? conditions.Prepend(SqlText.Raw($"({where}\n)")) : conditions);
        }
    }

    private string Alias => Quote.Name(table.Name.Name);

    private string KeyName(int n) => $"{table.Meta}k{n + 1}";

    private SqlText Key(string alias, int n) => SqlText.Of($"{SqlText.Raw(alias)}.{SqlText.Name(KeyName(n))}");

    private SqlText Where(SqlText condition)
    {
        return SqlText.Of($"(SELECT {Keys} FROM {table.From} WHERE {Filter} AND {condition})");
    }
}
