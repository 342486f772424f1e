using System.Text.Json;

namespace Uniquity.MongoDb.Duplicates;

/// <summary>Words expressions of an aggregation as JSON.</summary>
internal static class ExpressionText
{
    public static string Map(string input, string variable, string to) => $$"""{"$map":{"input":{{input}},"as":"{{variable}}","in":{{to}} } }""";

    public static string NullOr(string path) => $$"""{"$ifNull":[{{Text(path)}},null]}""";

    public static string Object(IEnumerable<(string Name, string Value)> fields) => "{" + string.Join(",", fields.Select(field => $"\"{field.Name}\":{field.Value}")) + "}";

    public static string Text(string path) => JsonSerializer.Serialize(path);

    public static string Name(int part) => GroupPipeline.Name(part);
}
