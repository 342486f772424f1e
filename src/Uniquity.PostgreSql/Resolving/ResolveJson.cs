using System.Text.Json.Serialization;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving;

/// <summary>Writes and reads plans without reflection, as a run keeps them.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ResolvePlan))]
internal sealed partial class ResolveJson : JsonSerializerContext;
