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
        var sql = new SqlText().Add($"SELECT {Parts()}, count(*) FROM ({Rows(all: true)}) WHERE ");
        sql.Add(string.Join(" AND ", index.Key.Select(part => $"{KeyPartSql.Value(part)} IS NOT NULL"))).Add(Filter());
        return sql.Add($" GROUP BY {Compared()} HAVING count(*) > 1 LIMIT 5");
    }

    /// <summary>How many keys that rows move to are held now.</summary>
    public SqlText Met()
    {
        var stays = string.Join(" AND ", index.Key.Select((part, i) => $"{KeyPartSql.Value(part)} IS uniquity_was{i}"));
        return new SqlText()
            .Add($"SELECT count(*) FROM (SELECT {Compared()} FROM ({Rows(all: false)}) WHERE NOT ({stays}){Filter()} ")
            .Add($"INTERSECT SELECT {Parts()} FROM {table.Sql} WHERE 1{Filter()})");
    }

    /// <summary>How many rows have a key, before or after, that is no number above zero.</summary>
    public SqlText NotPositive() => new SqlText()
        .Add($"SELECT count(*) FROM ({Rows(all: true)}) WHERE NOT (typeof({Column}) IN ('integer', 'real') AND {Column} > 0 AND typeof(uniquity_was0) IN ('integer', 'real') AND uniquity_was0 > 0)");

    /// <summary>The rows as the UPDATE leaves them, under their own column names, and the keys that they had.</summary>
    private string Rows(bool all)
    {
        var condition = update.Where is { } where ? KeyPartSql.Filter(where) : "1";
        var columns = table.Columns.Select(c => $"{NewValue(c, all ? condition : "1")} AS {SqliteName.Quote(c.Name)}");
        var was = index.Key.Select((part, i) => $"{KeyPartSql.Value(part)} AS uniquity_was{i}");
        return $"SELECT {string.Join(", ", columns.Concat(was))} FROM {table.Sql}{(all ? string.Empty : $" WHERE {condition}")}";
    }

    private string NewValue(SqliteColumn column, string condition)
    {
        var name = SqliteName.Quote(column.Name);
        foreach (var (assigned, expression) in update.Assignments)
        {
            if (!SqliteName.Same(assigned, column.Name)) continue;
            var value = KeyPartSql.Filter(expression);
            return condition == "1" ? value : $"CASE WHEN {condition} THEN {value} ELSE {name} END";
        }

        return name;
    }

    private string Filter() => index.Filter is { } filter ? $" AND {KeyPartSql.Filter(filter)}" : string.Empty;

    private string Parts() => string.Join(", ", index.Key.Select(KeyPartSql.Value));

    /// <summary>The collation is named always: a computed column has lost its own.</summary>
    private string Compared() => string.Join(", ", index.Key.Select(part => $"{KeyPartSql.Value(part)} COLLATE {SqliteName.Quote(table.CollationOf(part))}"));
}
