using System.Text.Json;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Facts;

/// <summary>Rows as JSON, made by the server.</summary>
internal sealed class RowReader(ColumnCatalogue columns)
{
    /// <summary>An expression that gives the row <c>t</c> as JSON: all of it, or the columns that this user may read.</summary>
    public async Task<SqlText> JsonAsync(TableName table, CancellationToken cancellationToken)
    {
        var all = await columns.ReadAsync(table, cancellationToken);
        if (all.All(column => column.Readable)) return SqlText.Raw("row_to_json(t.*)::text");
        var readable = all.Where(column => column.Readable).Select(column => SqlText.Of($"t.{SqlText.Name(column.Column.Name)}"));
        return SqlText.Of($"(SELECT row_to_json(r.*) FROM (SELECT {SqlText.Join(", ", readable)}) AS r)::text");
    }

    /// <summary>An expression that gives the seconds since the row <c>t</c> was committed; null where the server does not keep them.</summary>
    /// <remarks>Who may read some columns only may not read xmin.</remarks>
    public async Task<SqlText> AgeAsync(TableName table, CancellationToken cancellationToken) =>
        SqlText.Raw((await columns.ReadAsync(table, cancellationToken)).All(column => column.Readable)
            ? "CASE WHEN current_setting('track_commit_timestamp')::boolean THEN extract(epoch FROM clock_timestamp() - pg_xact_commit_timestamp(t.xmin))::float8 END"
            : "NULL::float8");

    /// <summary>Reads a row.</summary>
    public static Row Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new(document.RootElement.Clone());
    }
}
