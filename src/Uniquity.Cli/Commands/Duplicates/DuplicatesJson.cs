using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Uniquity.Duplicates;
using Uniquity.Violations;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>The document <c>uniquity/duplicates/1</c> for one key.</summary>
internal sealed record DuplicatesJson(
    string Schema, string Table, IReadOnlyList<string> Key, long Rows, long Groups, long ExcessRows, long NullKeyRows,
    IReadOnlyList<DuplicateGroupJson> Top, string Query,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Out, double Seconds)
{
    /// <summary>The document's name.</summary>
    public const string SchemaName = "uniquity/duplicates/1";

    /// <summary>Words a report.</summary>
    public static DuplicatesJson Of(DuplicateReport report, string? written, TimeSpan elapsed) => new(
        SchemaName, report.Table.ToString(), [.. report.Key.Select(part => part.Part)], report.Rows, report.Groups, report.ExcessRows,
        report.NullKeyRows, [.. report.Top.Select(DuplicateGroupJson.Of)], report.Query, written, Math.Round(elapsed.TotalSeconds, 3));
}

/// <summary>The document <c>uniquity/duplicates/1</c> for every unique index of a table.</summary>
internal sealed record ObedienceJson(string Schema, string Table, IReadOnlyList<ObeyedIndexJson> Indexes, double Seconds)
{
    /// <summary>Words the reports.</summary>
    public static ObedienceJson Of(string table, IEnumerable<Obedience> indexes, TimeSpan elapsed) =>
        new(DuplicatesJson.SchemaName, table, [.. indexes.Select(ObeyedIndexJson.Of)], Math.Round(elapsed.TotalSeconds, 3));
}

/// <summary>Whether the data obeys one index.</summary>
internal sealed record ObeyedIndexJson(
    string Name, IReadOnlyList<string> Key, bool? Obeyed, long Rows, long Groups, long ExcessRows, long NullKeyRows,
    IReadOnlyList<DuplicateGroupJson> Top, string Query, string? NotCounted)
{
    /// <summary>Words one.</summary>
    public static ObeyedIndexJson Of(Obedience obedience) => new(
        obedience.Index.Name, [.. obedience.Report.Key.Select(part => part.Part)], obedience.NotCounted is null ? obedience.Obeyed : null, obedience.Report.Rows,
        obedience.Report.Groups, obedience.Report.ExcessRows, obedience.Report.NullKeyRows,
        [.. obedience.Report.Top.Select(DuplicateGroupJson.Of)], obedience.Report.Query, obedience.NotCounted);
}

/// <summary>The rows that share one key.</summary>
internal sealed record DuplicateGroupJson(Dictionary<string, JsonNode?> Key, long Count, IReadOnlyList<JsonNode?> Ids)
{
    // A document nests a hundred levels deep at most.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };

    /// <summary>Words one.</summary>
    public static DuplicateGroupJson Of(DuplicateGroup group)
    {
        var key = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var part in group.Key) key[part.Field ?? ""] = ValueOf(part);
        return new(key, group.Count, group.JsonIds is { } typed ? [.. typed.Select(Parse)] : [.. group.Ids.Select(id => (JsonNode)id)]);
    }

    private static JsonNode? ValueOf(KeyValue part) => part.IsNull ? null : part.Json is { } typed ? Parse(typed) : part.Value;

    private static JsonNode? Parse(string json) => JsonNode.Parse(json, documentOptions: Deep);
}
