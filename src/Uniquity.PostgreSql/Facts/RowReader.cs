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

    /// <summary>Reads a row.</summary>
    public static Row Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return new(document.RootElement.Clone());
    }
}
