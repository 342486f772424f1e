using System.Text;
using System.Text.Json;

namespace Uniquity.PostgreSql.Loading;

/// <summary>Writes an array of JSON as PostgreSQL writes arrays.</summary>
/// <remarks>https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO</remarks>
internal static class ArrayText
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };

    /// <summary>The array, with arrays in it as its further dimensions; in a column of JSON each element is a document.</summary>
    /// <returns><see langword="null"/> where a text in it cannot be kept.</returns>
    public static string? Of(ReadOnlyMemory<byte> json, LoadColumn column)
    {
        using var document = JsonDocument.Parse(json, Deep);
        var text = new StringBuilder();
        try
        {
            Write(document.RootElement, text, isJson: column.Base is "json[]" or "jsonb[]", isWhole: column.Base is "smallint[]" or "integer[]" or "bigint[]");
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return null;
        }

        return text.ToString() is var array && array.Contains('\0', StringComparison.Ordinal) ? null : array;
    }

    private static void Write(JsonElement array, StringBuilder text, bool isJson, bool isWhole)
    {
        text.Append('{');
        foreach (var (at, element) in array.EnumerateArray().Index())
        {
            if (at > 0) text.Append(',');
            if (element.ValueKind == JsonValueKind.Null) text.Append("NULL");
            else if (element.ValueKind == JsonValueKind.Array && !isJson) Write(element, text, isJson, isWhole);
            else Quote(element.ValueKind == JsonValueKind.String && !isJson ? element.GetString()! : Raw(element, isWhole), text);
        }

        text.Append('}');
    }

    private static string Raw(JsonElement element, bool isWhole) => element.GetRawText() is var raw && isWhole && element.ValueKind == JsonValueKind.Number && raw.EndsWith(".0", StringComparison.Ordinal) ? raw[..^2] : raw;

    private static void Quote(string element, StringBuilder text) => text.Append('"').Append(element.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
}
