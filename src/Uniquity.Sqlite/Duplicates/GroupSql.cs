using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Duplicates;

/// <summary>The statements that find duplicate groups, worded for one question.</summary>
/// <remarks>
/// Counting takes one pass: a GROUP BY on the key, ordered by the same key, which costs nothing more. Groups with a null part
/// come along in that pass to be counted, so that no second scan is needed for them.
/// </remarks>
internal sealed class GroupSql(SqliteTable table, DuplicateQuery query)
{
    private readonly IReadOnlyList<KeyPart> _nullable = [.. query.Key.Where(table.CanBeNull)];

    /// <summary>The number of key parts, which come first in every row.</summary>
    public int Parts => query.Key.Count;

    /// <summary>Key parts and the count of each group of two or more, and of each with a null part, in the order of the key.</summary>
    public SqlText Groups()
    {
        var sql = Select().Add(", count(*) FROM ").Add(table.Sql);
        if (query.Where is { } filter) sql.Add(" WHERE ").Add(KeyPartSql.Filter(filter));
        GroupBy(sql).Add(" HAVING count(*) > 1");
        foreach (var part in _nullable) Value(sql.Add(" OR "), part).Add(" IS NULL");
        return OrderBy(sql);
    }

    /// <summary>How many rows there are.</summary>
    public SqlText Rows()
    {
        var sql = new SqlText().Add("SELECT count(*) FROM ").Add(table.Sql);
        return query.Where is { } filter ? sql.Add(" WHERE ").Add(KeyPartSql.Filter(filter)) : sql;
    }

    /// <summary>The largest groups: the statement that a person runs to see the same.</summary>
    public SqlText Evidence()
    {
        var sql = new SqlText().Add(string.Empty, FoldSql.Remark(query.Fold));
        Select(sql).Add(", count(*) FROM ").Add(table.Sql);
        Where(sql);

        // A folded key is long: said once, then named by its place, unless a collation has to stand beside it.
        var byPlace = query.Fold != Folding.None && query.Key.All(part => part.Collation is null);
        var places = string.Join(", ", Enumerable.Range(1, Parts));
        if (byPlace) sql.Add($" GROUP BY {places} HAVING count(*) > 1 ORDER BY count(*) DESC, {places}");
        else List(GroupBy(sql).Add(" HAVING count(*) > 1 ORDER BY count(*) DESC, "));
        return sql.Add(FormattableString.Invariant($" LIMIT {query.Top}"));
    }

    /// <summary>Ids of the rows of one group.</summary>
    public SqlText IdsOf(IReadOnlyList<object> key)
    {
        var sql = new SqlText().Add($"SELECT {Ids()} FROM {table.Sql} WHERE ");
        KeyIs(sql, key);
        if (query.Where is { } filter) sql.Add(" AND ").Add(KeyPartSql.Filter(filter));
        return sql.Add(FormattableString.Invariant($" LIMIT {query.IdsPerGroup}"));
    }

    /// <summary>Ids of the rows of several groups by one scan, each after the number of its group.</summary>
    public SqlText IdsOfAll(IReadOnlyList<IReadOnlyList<object>> keys)
    {
        var sql = new SqlText().Add("SELECT CASE");
        for (var i = 0; i < keys.Count; i++) KeyIs(sql.Add(" WHEN "), keys[i]).Add(FormattableString.Invariant($" THEN {i}"));
        sql.Add($" END AS uniquity_group, {Ids()} FROM {table.Sql} WHERE ");

        // The first part sieves by one look-up; the rest is compared only where it passes.
        Compared(sql.Add("("), query.Key[0]).EqualsAny([.. keys.Select(k => k[0]).Where(v => v is not DBNull).Distinct().DefaultIfEmpty(DBNull.Value)]);
        if (keys.Any(k => k[0] is DBNull)) Value(sql.Add(" OR "), query.Key[0]).Add(" IS NULL");
        sql.Add(") AND uniquity_group IS NOT NULL");
        return query.Where is { } filter ? sql.Add(" AND ").Add(KeyPartSql.Filter(filter)) : sql;
    }

    /// <summary>Key, count and id of every row of every group, the rows of a group side by side.</summary>
    /// <param name="keyHasIndex">
    /// Whether rows can be looked up by the key: then from the groups to their rows; else one more scan of the rows, each looked
    /// up among the groups. CROSS JOIN keeps SQLite to that order; left to itself it scans the table once for each group.
    /// </param>
    public SqlText All(bool keyHasIndex)
    {
        var sql = new SqlText().Add("SELECT ");
        for (var i = 0; i < Parts; i++) sql.Add(FormattableString.Invariant($"g.uniquity_key{i}, "));
        sql.Add($"g.uniquity_count, {Ids()} FROM ");
        if (keyHasIndex) Groups(sql).Add($" CROSS JOIN {table.Sql} ON ");
        else Groups(sql.Add($"{table.Sql} CROSS JOIN ")).Add(" ON ");
        for (var i = 0; i < Parts; i++)
        {
            if (i > 0) sql.Add(" AND ");
            Compared(sql, query.Key[i]).Add(query.IncludeNull ? " IS " : " = ").Add(FormattableString.Invariant($"g.uniquity_key{i}"));
        }

        if (query.Where is { } filter) sql.Add(" AND ").Add(KeyPartSql.Filter(filter));
        sql.Add(" ORDER BY ");
        for (var i = 0; i < Parts; i++) sql.Add(FormattableString.Invariant($"{(i > 0 ? ", " : string.Empty)}g.uniquity_key{i}"));
        return sql;
    }

    /// <summary>A look-up of one key, for its plan.</summary>
    public SqlText Lookup() => IdsOf([.. query.Key.Select(_ => (object)string.Empty)]);

    private SqlText Groups(SqlText sql)
    {
        sql.Add("(SELECT ");
        for (var i = 0; i < Parts; i++) Value(sql, query.Key[i]).Add(FormattableString.Invariant($" AS uniquity_key{i}, "));
        Where(sql.Add("count(*) AS uniquity_count FROM ").Add(table.Sql));
        return GroupBy(sql).Add(" HAVING count(*) > 1) AS g");
    }

    private SqlText Select(SqlText? start = null)
    {
        var sql = (start ?? new SqlText()).Add("SELECT ");
        for (var i = 0; i < Parts; i++) Value(i > 0 ? sql.Add(", ") : sql, query.Key[i]);
        return sql;
    }

    private SqlText Where(SqlText sql)
    {
        var next = " WHERE ";
        foreach (var part in query.IncludeNull ? [] : _nullable)
        {
            sql.Add(next).Add(KeyPartSql.Value(part)).Add(" IS NOT NULL");
            next = " AND ";
        }

        return query.Where is { } filter ? sql.Add(next).Add(KeyPartSql.Filter(filter)) : sql;
    }

    private SqlText GroupBy(SqlText sql) => List(sql.Add(" GROUP BY "));

    private SqlText OrderBy(SqlText sql) => List(sql.Add(" ORDER BY "));

    private SqlText List(SqlText sql)
    {
        for (var i = 0; i < Parts; i++) Compared(i > 0 ? sql.Add(", ") : sql, query.Key[i]);
        return sql;
    }

    private SqlText KeyIs(SqlText sql, IReadOnlyList<object> key)
    {
        for (var i = 0; i < Parts; i++)
        {
            if (i > 0) sql.Add(" AND ");
            if (key[i] is DBNull) Value(sql, query.Key[i]).Add(" IS NULL");
            else Compared(sql, query.Key[i]).Add(" = ").Value(key[i]);
        }

        return sql;
    }

    private SqlText Value(SqlText sql, KeyPart part) => Folded(sql, KeyPartSql.Value(part));

    private SqlText Compared(SqlText sql, KeyPart part) =>
        query.Fold == Folding.None ? sql.Add(KeyPartSql.Compared(part)) : Folded(sql, KeyPartSql.Value(part)).Add(Collate(part));

    private static string Collate(KeyPart part) =>
        part.Collation is { } collation ? $" COLLATE {SqliteName.Quote(collation)}" : string.Empty;

    private SqlText Folded(SqlText sql, string value) => sql.Add(FoldSql.Run(value, query.Fold), FoldSql.Show(value, query.Fold));

    private string Ids() => string.Join(", ", table.IdColumns.Select(id => $"{table.Sql}.{id}").DefaultIfEmpty("NULL"));
}
