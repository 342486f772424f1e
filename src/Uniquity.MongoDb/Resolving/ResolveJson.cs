using System.Text.Json.Serialization;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Resolving;

/// <summary>Plans as the archive keeps them.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ResolvePlan))]
internal sealed partial class ResolveJson : JsonSerializerContext;
