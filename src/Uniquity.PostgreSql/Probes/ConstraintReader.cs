using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Probes;

/// <summary>Finds constraints by their names.</summary>
internal sealed class ConstraintReader(Session session)
{
    /// <summary>The constraint of a name, on a table where one is known.</summary>
    /// <param name="name">The name that the error prints.</param>
    /// <param name="type"><c>f</c>, <c>c</c>, <c>x</c>, as in pg_constraint.</param>
    /// <param name="table">The table.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<FoundConstraint?> FindAsync(string name, string type, TableName? table, CancellationToken cancellationToken)
    {
        var on = table is null || type == "f" ? SqlText.Empty : SqlText.Of($" AND k.conrelid = {SqlText.Value(Quote.Table(table), "regclass")}");
        var sql = SqlText.Of($"""
            SELECT n.nspname::text, c.relname::text, pg_get_constraintdef(k.oid), rn.nspname::text, r.relname::text,
              (SELECT json_agg(a.attname ORDER BY p.n) FROM unnest(k.conkey) WITH ORDINALITY AS p(attnum, n) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.attnum)::text,
              (SELECT json_agg(a.attname ORDER BY p.n) FROM unnest(k.confkey) WITH ORDINALITY AS p(attnum, n) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = p.attnum)::text
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_class r ON r.oid = k.confrelid LEFT JOIN pg_namespace rn ON rn.oid = r.relnamespace
            WHERE k.conname = {SqlText.Value(name)} AND k.contype = {SqlText.Value(type)}::"char"{on} ORDER BY pg_table_is_visible(c.oid) DESC LIMIT 1
            """);
        return await session.QueryAsync(sql, row => new FoundConstraint(
            new(row.GetString(0), row.GetString(1)), row.GetString(2), Names(row.Text(5)),
            row.Text(4) is { } other ? new(row.Text(3), other) : null, Names(row.Text(6)), sql.Literal), cancellationToken) is [var found] ? found : null;
    }

    private static string[] Names(string? json) =>
        json is null ? [] : System.Text.Json.JsonSerializer.Deserialize(json, Uniquity.PostgreSql.Duplicates.IdsJson.Default.StringArray)!;
}
