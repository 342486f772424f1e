using System.Text.Json.Serialization;
using Uniquity.Resolving;

namespace Uniquity.Cli.Commands.Resolve;

/// <summary>A plan in a file, with everything that applying it needs.</summary>
/// <param name="Schema"><see cref="SchemaName"/>.</param>
/// <param name="Plan">The plan.</param>
internal sealed record PlanFileJson(string Schema, ResolvePlan Plan)
{
    /// <summary>The document's name.</summary>
    public const string SchemaName = "uniquity/plan/1";
}

/// <summary>Reads strictly: a member too many or too few, or a null where none belongs, is an error.</summary>
[JsonSourceGenerationOptions(
    UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PlanFileJson))]
internal sealed partial class PlanJson : JsonSerializerContext;
