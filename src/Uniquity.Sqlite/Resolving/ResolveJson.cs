using System.Text.Json.Serialization;
using Uniquity.Resolving;

namespace Uniquity.Sqlite.Resolving;

/// <summary>Writes and reads plans without reflection, as a run keeps them.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ResolvePlan))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class ResolveJson : JsonSerializerContext;
