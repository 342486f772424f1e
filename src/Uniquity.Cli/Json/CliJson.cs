using System.Text.Json.Serialization;
using Uniquity.Cli.Commands.Explain;

namespace Uniquity.Cli.Json;

/// <summary>The serializers of every document, written at build time: nothing is reflected at start-up.</summary>
[JsonSerializable(typeof(ExplainJson))]
internal sealed partial class CliJson : JsonSerializerContext;
