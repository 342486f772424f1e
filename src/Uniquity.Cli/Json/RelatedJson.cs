using System.Text.Json.Serialization;
using Uniquity.Causes;
using Uniquity.Violations;

namespace Uniquity.Cli.Json;

/// <summary>An error of the same family that is no unique violation; what the text does not state of it is left out.</summary>
internal sealed record RelatedJson(string Code, string? SqlState, int Line, string? Title)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Schema { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Table { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Constraint { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Column { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OtherTable { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<KeyValueJson>? Key { get; init; }

    /// <summary>Words one.</summary>
    public static RelatedJson Of(RelatedError error) => new(error.Code, error.SqlState, error.Line, CauseCatalogue.Find(error.Code)?.Title)
    {
        Schema = error.Facts?.Schema,
        Table = error.Facts?.Table,
        Constraint = error.Facts?.Constraint,
        Column = error.Facts?.Column,
        OtherTable = error.Facts?.OtherTable,
        Key = error.Facts?.Key is { Count: > 0 } key ? [.. key.Select(KeyValueJson.Of)] : null,
    };
}
