using System.Text.Json;
using System.Text.Json.Nodes;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Statements;

namespace Uniquity.Diagnosing;

/// <summary>The row that was refused, as far as a document or a statement tells it.</summary>
internal static class RefusedRow
{
    public static Row? Read(JsonElement? document, SqlStatement? statement, LocatedIndex located, IReadOnlyList<Column> columns)
    {
        if (document is { ValueKind: JsonValueKind.Object } given) return new Row(given);
        if (document is { ValueKind: JsonValueKind.Array } many && many.GetArrayLength() == 1 && many[0].ValueKind == JsonValueKind.Object) return new Row(many[0]);
        if (statement is not { Rows: [var only] } || located.Table is not { } table || !(IsAbout(statement, table) || (located.Index is { } index && IsAbout(statement, index.Whole.Table)))) return null;
        return FromValues(statement.Columns.Count > 0 ? statement.Columns : [.. columns.Select(static column => column.Name)], only, columns);
    }

    /// <summary>One row of an INSERT as JSON; what the statement does not state as a literal is left out.</summary>
    public static Row FromValues(IReadOnlyList<string> names, IReadOnlyList<SqlValue> values, IReadOnlyList<Column> columns)
    {
        var row = new JsonObject();
        for (var i = 0; i < Math.Min(names.Count, values.Count); i++)
        {
            if (values[i].IsLiteral) row[Spelling(names[i], columns)] = Json(values[i]);
        }

        using var parsed = JsonDocument.Parse(row.ToJsonString());
        return new Row(parsed.RootElement.Clone());
    }

    // 0x1F and 1_000 are numbers of SQL and none of JSON: those stay texts.
    private static JsonNode? Json(SqlValue value)
    {
        if (!value.IsNumber || value.Text is not { } text) return value.Text;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }

    // A statement about another table says nothing of the refused row: a trigger wrote that one.
    public static bool IsAbout(SqlStatement statement, TableName table)
    {
        if (statement.Table is not { } written) return false;
        var tokens = SqlTokenizer.Read(written);
        var name = tokens.Count >= 2 ? tokens[^2].Text : written;
        return name.Equals(table.Name, StringComparison.OrdinalIgnoreCase);
    }

    private static string Spelling(string name, IReadOnlyList<Column> columns) =>
        columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Name ?? name;
}
