using System.Text.Json.Serialization;
using Uniquity.Cli.Commands.Check;
using Uniquity.Cli.Commands.Diagnose;
using Uniquity.Cli.Commands.DropIndex;
using Uniquity.Cli.Commands.Duplicates;
using Uniquity.Cli.Commands.Enforce;
using Uniquity.Cli.Commands.Explain;
using Uniquity.Cli.Commands.Indexes;
using Uniquity.Cli.Commands.Load;
using Uniquity.Cli.Commands.Resolve;
using Uniquity.Cli.Commands.Rules;
using Uniquity.Cli.Commands.Runs;
using Uniquity.Cli.Commands.Undo;

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
[JsonSerializable(typeof(CheckJson))]
[JsonSerializable(typeof(RulesJson))]
[JsonSerializable(typeof(LiveRuleJson))]
[JsonSerializable(typeof(ResolveJson))]
[JsonSerializable(typeof(RunsJson))]
[JsonSerializable(typeof(RunJson))]
[JsonSerializable(typeof(UndoJson))]
[JsonSerializable(typeof(EnforceJson))]
[JsonSerializable(typeof(DropIndexJson))]
[JsonSerializable(typeof(LoadJson))]
internal sealed partial class CliJson : JsonSerializerContext;
