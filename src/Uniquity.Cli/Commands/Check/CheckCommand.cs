using System.CommandLine;
using Uniquity.Checking;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Commands.Duplicates;
using Uniquity.Cli.Rules;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Check;

/// <summary><c>uniquity check</c>: holds a database against the rules that someone wrote for it.</summary>
internal sealed class CheckCommand : CliCommand
{
    private readonly Option<string?> _rules = CommonOptions.Text("--rules", "FILE", $"the rules, in YAML ({RulesFile.DefaultPath})");

    private readonly Option<bool> _noData = CommonOptions.Flag("--no-data", "do not count the rows of rules that no index enforces");

    /// <summary>Makes one.</summary>
    public CheckCommand(CommandScope scope) : base("check", "hold a database against its rules, for CI", scope)
    {
        Options.Add(_rules);
        Options.Add(_noData);
    }

    /// <inheritdoc/>
    public override string Usage => "--db URL [--rules FILE] [--on NAME] [--no-data]";

    /// <inheritdoc/>
    public override string About =>
        "Tells which rules no unique index enforces (missing), which unique indexes no rule wants (extra), which have other options "
        + "(different), and which rules the rows break now (violated). Keys and filters are compared by what the database makes of "
        + "them, not by their text. Only reads. The rules of a database that has none yet: uniquity rules.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "uniquity check --db postgres://app@localhost/shop --rules uniquity.yaml",
        "uniquity check --db sqlite:shop.db --on users --no-data",
    ];

    /// <inheritdoc/>
    public override string Exits => "0 no drift · 1 drift · 2 the call or the rules file is wrong · 3 the database cannot be reached or denies access";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var path = call.Parsed.GetValue(_rules) ?? RulesFile.DefaultPath;
        if (!File.Exists(path) && call.Parsed.GetValue(_rules) is null)
        {
            throw new UsageException($"there is no {path} here; nearest right call: {call.Next($"check --rules FILE")} (or write one from the database: {call.Next($"rules --out {path}")})");
        }

        var rules = RulesFile.Read(path);
        await using var open = await call.OpenAsync(cancellationToken);
        var info = await open.Target.DescribeAsync(cancellationToken);
        var options = new CheckOptions
        {
            Table = call.On is { } on ? await open.FindTableAsync(on, cancellationToken) : null,
            CountRows = !call.Parsed.GetValue(_noData),
        };
        var start = call.Terminal.Clock.GetTimestamp();
        CheckReport report;
        using (var progress = call.Progress("counting the rows of rules that no index enforces"))
        {
            report = await new RuleChecker(open.Target).CheckAsync(rules, options, new DuplicateProgressLine(progress), cancellationToken);
        }

        var elapsed = call.Terminal.Clock.GetElapsedTime(start);
        var calls = new RuleCalls(call, open.Target);
        if (call.Format == OutputFormat.Text) new CheckView(call.Screen, calls).Show(report, path, info, elapsed);
        else if (call.Format == OutputFormat.Json) call.JsonOutput.Document(CheckJson.Of(report, calls, path, elapsed), json => json.CheckJson);
        else call.JsonOutput.Line(CheckJson.Of(report, calls, path, elapsed), json => json.CheckJson);
        return report.Drift ? ExitCode.Negative : ExitCode.Done;
    }
}
