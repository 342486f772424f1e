using System.Text.Json.Serialization;
using Uniquity.Violations;

namespace Uniquity.Cli.Json;

/// <summary>A violation as the contract prints it.</summary>
internal sealed record ViolationJson(
    string? Engine, string? Code, string? Kind, string? Database, string? Schema, string? Table, string? Index,
    IReadOnlyList<KeyValueJson> Key, int Times, int Line,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<IReadOnlyList<KeyValueJson>>? OtherKeys)
{
    /// <summary>Words one.</summary>
    public static ViolationJson Of(Violation violation) => new(
        violation.Engine, violation.Code, Words.Of(violation.Kind), violation.Database, violation.Schema, violation.Table, violation.Index,
        [.. violation.Key.Select(KeyValueJson.Of)],
        violation.Times, violation.Line,
        violation.OtherKeys.Count == 0 ? null : [.. violation.OtherKeys.Select(key => (IReadOnlyList<KeyValueJson>)[.. key.Select(KeyValueJson.Of)])]);
}

/// <summary>One value of a key.</summary>
internal sealed record KeyValueJson(string? Field, string? Value, bool IsNull)
{
    /// <summary>Words one.</summary>
    public static KeyValueJson Of(KeyValue part) => new(part.Field, part.Value, part.IsNull);
}
