using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Sql;
using Uniquity.Statements;

namespace Uniquity.Sqlite.Probes;

/// <summary>The statements that work out an UPDATE.</summary>
internal sealed class ShiftSql(SqliteTable table, UniqueIndex index, SqlStatement update)
{
    /// <summary>The one column that is both the whole key and the whole change; <see langword="null"/> where there is more to it.</summary>
    public string? Column => index.Key is [{ Expression: false } part] && update.Assignments is [var set] && SqliteName.Same(part.Part, set.Column) ? SqliteName.Quote(part.Part) : null;

    /// <summary>Keys that several rows share in the end state, and how many do.</summary>
    public SqlText EndState()
    {
        var sql = new SqlText().Add($"SELECT {Parts()}, count(*) FROM ({Rows(all: true, was: false)}) WHERE ");
        sql.Add(string.Join(" AND ", index.Key.Select(part => $"{KeyPartSql.Value(part)} IS NOT NULL"))).Add(Filter(" AND "));
        return sql.Add($" GROUP BY {Compared()} HAVING count(*) > 1 LIMIT 5");
    }

    /// <summary>How many keys that rows move to are held now.</summary>
    public SqlText Met()
    {
        var stays = string.Join(" AND ", index.Key.Select((part, i) => $"{KeyPartSql.Value(part)} IS uniquity_was{i}"));
        return new SqlText()
            .Add($"SELECT count(*) FROM (SELECT {Compared()} FROM ({Rows(all: false, was: true)}) WHERE NOT ({stays}){Filter(" AND ")} ")
            .Add($"INTERSECT SELECT {Parts()} FROM {table.Sql}{Filter(" WHERE ")})");
    }

    /// <summary>How many rows have a key, before or after, that is no number above zero.</summary>
    public SqlText NotPositive() => new SqlText()
        .Add($"SELECT count(*) FROM ({Rows(all: true, was: true)}) WHERE NOT (typeof({Column}) IN ('integer', 'real') AND {Column} > 0 AND typeof(uniquity_was0) IN ('integer', 'real') AND uniquity_was0 > 0)");

    /// <summary>The rows as the UPDATE leaves them, under their own column names.</summary>
    /// <param name="all">Whether rows that it does not touch are among them.</param>
    /// <param name="was">Whether the keys that they had are shown beside them.</param>
    private string Rows(bool all, bool was)
    {
        var condition = update.Where is { } where ? KeyPartSql.Filter(where) : null;
        var columns = table.Columns.Select(c => $"{NewValue(c, all ? condition : null)} AS {SqliteName.Quote(c.Name)}");
        var before = was ? index.Key.Select((part, i) => $"{KeyPartSql.Value(part)} AS uniquity_was{i}") : [];
        return $"SELECT {string.Join(", ", columns.Concat(before))} FROM {table.Sql}{(all || condition is null ? string.Empty : $" WHERE {condition}")}";
    }

    private string NewValue(SqliteColumn column, string? condition)
    {
        var name = SqliteName.Quote(column.Name);
        foreach (var (assigned, expression) in update.Assignments)
        {
            if (!SqliteName.Same(assigned, column.Name)) continue;
            var value = KeyPartSql.Filter(expression);
            return condition is null ? value : $"CASE WHEN {condition} THEN {value} ELSE {name} END";
        }

        return name;
    }

    private string Filter(string before) => index.Filter is { } filter ? before + KeyPartSql.Filter(filter) : string.Empty;

    private string Parts() => string.Join(", ", index.Key.Select(KeyPartSql.Value));

    /// <summary>The collation is named where it is not the plain one: a computed column has lost its own.</summary>
    private string Compared() => string.Join(", ", index.Key.Select(part => table.CollationOf(part) == "BINARY"
        ? KeyPartSql.Compared(part)
        : $"{KeyPartSql.Value(part)} COLLATE {SqliteName.Quote(table.CollationOf(part))}"));
}
