using System.Text.Json.Serialization;
using Uniquity.Cli.Commands.Diagnose;
using Uniquity.Cli.Commands.Duplicates;
using Uniquity.Cli.Commands.Explain;
using Uniquity.Cli.Commands.Indexes;

namespace Uniquity.Cli.Json;

/// <summary>The serializers of every document, written at build time: nothing is reflected at start-up.</summary>
[JsonSerializable(typeof(ExplainJson))]
[JsonSerializable(typeof(DiagnoseJson))]
[JsonSerializable(typeof(IndexesJson))]
[JsonSerializable(typeof(IndexJson))]
[JsonSerializable(typeof(DuplicatesJson))]
[JsonSerializable(typeof(DuplicateGroupJson))]
[JsonSerializable(typeof(ObedienceJson))]
[JsonSerializable(typeof(ObeyedIndexJson))]
internal sealed partial class CliJson : JsonSerializerContext;
