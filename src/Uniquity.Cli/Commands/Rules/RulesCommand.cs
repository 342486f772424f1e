using System.CommandLine;
using Uniquity.Checking;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Json;
using Uniquity.Cli.Rules;
using Uniquity.Cli.Terminals;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Rules;

/// <summary><c>uniquity rules</c>: writes rules from the unique indexes that a database has.</summary>
internal sealed class RulesCommand : CliCommand
{
    private readonly Option<string?> _out = CommonOptions.Text("--out", "FILE", "write them to this .yaml file");

    private readonly Option<string?> _fromMongoose = CommonOptions.Text("--from-mongoose", "FILE", "from Mongoose's schema.indexes() as JSON (- for standard input), and not from a database");

    /// <summary>Makes one.</summary>
    public RulesCommand(CommandScope scope) : base("rules", "write rules from the unique indexes of a database", scope)
    {
        Options.Add(_out);
        Options.Add(_fromMongoose);
    }

    /// <inheritdoc/>
    public override string Usage => "(--db URL [--on NAME] | --from-mongoose FILE --on NAME) [--out FILE]";

    /// <inheritdoc/>
    public override string About =>
        "Writes a rule for every unique index and constraint, in YAML with comments; uniquity check finds no drift against them. "
        + "Each says conflict: exclusive; write expected where a refused write is everyday work. Primary keys make no rules.\n"
        + "With --from-mongoose, no database is asked: the file holds what JSON.stringify makes of schema.indexes(), a list for --on, or an object with a list for each collection.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["uniquity rules --db postgres://app@localhost/shop --out uniquity.yaml", "uniquity rules --db sqlite:shop.db --on users", "uniquity rules --from-mongoose indexes.json --on users --out uniquity.yaml"];

    /// <inheritdoc/>
    public override string Exits => "0 done · 2 the call is wrong · 3 the database cannot be reached or denies access · 4 the file is there and --yes is not";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var file = call.Parsed.GetValue(_out) is { } path ? NewFile.Check(path, call.Yes) : null;
        if (file is not null && call.Format != OutputFormat.Text) throw new UsageException("--out writes YAML, --json prints JSON: choose one");
        if (call.Parsed.GetValue(_fromMongoose) is { } declared)
        {
            Print(call, file, await MongooseFile.ReadAsync(declared, call.On, call.Terminal, cancellationToken), $"The unique keys that the schemas of Mongoose declare, from {(declared == "-" ? "standard input" : declared)}. That of _id is not among them.");
            return ExitCode.Done;
        }

        await using var open = await call.OpenAsync(cancellationToken);
        var table = call.On is { } on ? await open.FindTableAsync(on, cancellationToken) : null;
        var info = await open.Target.DescribeAsync(cancellationToken);
        var rules = await LiveRules.ReadAsync(open.Target, table, cancellationToken);
        Print(call, file, rules, $"The unique keys of {info.Database ?? Place.Of(info)} ({Words.Engine(info.Engine)} {info.Version}), {(call.Nouns.Table == "table" ? "as its indexes and constraints stand. Primary keys are" : "as its indexes stand. Those of _id are")} not among them.");
        return ExitCode.Done;
    }

    private static void Print(Call call, NewFile? file, IReadOnlyList<LiveRule> rules, string title)
    {
        if (call.Format == OutputFormat.Json) call.JsonOutput.Document(RulesJson.Of(rules), json => json.RulesJson);
        else if (call.Format == OutputFormat.Ndjson) foreach (var rule in RulesJson.Of(rules).Rules) call.JsonOutput.Line(rule, json => json.LiveRuleJson);
        else Write(call, file, RulesYaml.Of(rules, title), rules.Count(rule => rule.Rule is not null));
    }

    private static void Write(Call call, NewFile? file, string yaml, int rules)
    {
        if (file is null)
        {
            call.Terminal.Out.Write(yaml);
            return;
        }

        file.Write(yaml);
        call.Screen.Line(0, $"{Say.Count(rules, "rule")} {(rules == 1 ? "is" : "are")} in {file.Path}. To hold the database against them:");
        call.Screen.Code(2, call.Next($"check --rules {Shell.Quote(file.Path)}"));
    }
}
