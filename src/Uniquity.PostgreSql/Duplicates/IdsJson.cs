using System.Text.Json.Serialization;

namespace Uniquity.PostgreSql.Duplicates;

/// <summary>Reads arrays of ids without reflection.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class IdsJson : JsonSerializerContext;
