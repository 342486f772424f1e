using Uniquity.Resolving;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Planning;

/// <summary>Looks at the values that a policy and its rules compare: SQLite's columns hold whatever was put in them.</summary>
internal static class MergeChecks
{
    /// <summary>Checks the ranked rows.</summary>
    /// <exception cref="RefusedException">Values cannot be ordered, added or joined; the message says which and what to do.</exception>
    public static async Task CheckAsync(SqliteSession session, ResolveContext context, CancellationToken cancellation)
    {
        var table = context.Graph.Root;
        var request = context.Request;
        if (request.Keep.Field is { } field)
        {
            var column = SqliteName.Quote(table.Column(field).Name);
            var counts = (await session.QueryAsync(new SqlText().Add($"SELECT count(*), count(*) FILTER (WHERE typeof(uq_t.{column}) = 'null'), count(*) FILTER (WHERE typeof(uq_t.{column}) IN ('integer', 'real')), count(*) FILTER (WHERE typeof(uq_t.{column}) = 'text'), count(*) FILTER (WHERE typeof(uq_t.{column}) = 'blob') {Rows(table)}"),
                row => (Rows: row.GetInt64(0), Nulls: row.GetInt64(1), Numbers: row.GetInt64(2), Texts: row.GetInt64(3), Blobs: row.GetInt64(4)), cancellation))[0];
            if (counts.Nulls > 0)
                throw new RefusedException($"--keep {request.Keep} cannot order the rows: {field} is null in {counts.Nulls} of the {counts.Rows} rows of duplicate groups. Add --where \"{column} is not null\", or use another policy ({KeepPolicy.Words}).");
            if (new[] { counts.Numbers, counts.Texts, counts.Blobs }.Count(count => count > 0) > 1)
                throw new RefusedException($"--keep {request.Keep} cannot order the rows: of the {counts.Rows} rows of duplicate groups {field} is a number in {counts.Numbers}, a text in {counts.Texts} and a blob in {counts.Blobs}, which have no order among them. Add --where \"typeof({column}) = 'text'\", or use another policy ({KeepPolicy.Words}).");
        }

        foreach (var (column, kind) in context.Merge.Rules)
        {
            var value = $"uq_t.{SqliteName.Quote(column.Name)}";
            if (kind == MergeKind.Sum && await session.NumberAsync($"SELECT count(*) {Rows(table)} WHERE typeof({value}) NOT IN ('integer', 'real', 'null')", cancellation) is > 0 and var texts)
                throw new RefusedException($"--merge {column.Name}=sum adds numbers, and {column.Name} holds something else in {texts} rows of duplicate groups.");
            if (kind == MergeKind.Union && await session.NumberAsync($"SELECT count(*) {Rows(table)} WHERE {value} IS NOT NULL AND NOT (CASE WHEN typeof({value}) = 'text' AND json_valid({value}) THEN json_type({value}) = 'array' ELSE 0 END)", cancellation) is > 0 and var others)
                throw new RefusedException($"--merge {column.Name}=union joins JSON arrays, and {column.Name} holds something else in {others} rows of duplicate groups.");
        }
    }

    private static string Rows(TableShape table) => $"FROM {KeyedRows.Ranked} AS uq_r JOIN {table.From} AS uq_t ON {table.Is("uq_t", "uq_r")}";
}
