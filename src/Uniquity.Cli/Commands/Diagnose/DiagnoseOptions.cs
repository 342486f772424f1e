using System.CommandLine;
using Uniquity.Cli.Calls;
using Uniquity.Diagnosing;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Diagnose;

/// <summary>The options of <c>diagnose</c>.</summary>
internal sealed class DiagnoseOptions
{
    private static readonly Dictionary<string, WriteOperation> Operations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["insert"] = WriteOperation.Insert,
        ["update"] = WriteOperation.Update,
        ["upsert"] = WriteOperation.Upsert,
        ["replace"] = WriteOperation.Replace,
        ["bulk"] = WriteOperation.Bulk,
        ["index-build"] = WriteOperation.IndexBuild,
    };

    public Argument<string[]> Text { get; } = new("TEXT") { Arity = ArgumentArity.ZeroOrMore, HelpName = "TEXT | -" };

    public Option<string?> File { get; } = CommonOptions.Text("--file", "FILE", "read the error from this file");

    public Option<string?> Value { get; } = CommonOptions.Text("--value", "VALUE", "the refused value of a --key of one part");

    public Option<string?> Document { get; } = CommonOptions.Text("--document", "FILE", "the refused row: a JSON object, or its file (- for standard input)");

    public Option<string?> Statement { get; } = CommonOptions.Text("--statement", "SQL", "the refused statement");

    public Option<string?> Operation { get; } = CommonOptions.Text("--operation", "WHAT", "what the writer did: " + string.Join(", ", Operations.Keys));

    public Option<string?> Rules { get; } = CommonOptions.Text("--rules", "FILE", "rules that say which conflicts are expected (YAML)");

    /// <summary>All of them.</summary>
    public IReadOnlyList<Option> All => [File, Value, Document, Statement, Operation, Rules];

    /// <summary>What the writer did, where the person says.</summary>
    /// <exception cref="UsageException">It is none of the six.</exception>
    public WriteOperation? ReadOperation(Call call)
    {
        if (call.Parsed.GetValue(Operation) is not { } text) return null;
        return Operations.TryGetValue(text, out var operation)
            ? operation
            : throw new UsageException($"--operation is one of {string.Join(", ", Operations.Keys)}, not {text}; nearest right call: --operation {NearestName.Find(text, Operations.Keys) ?? "insert"}");
    }
}
