using System.CommandLine;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Commands.Resolve;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Runs;

/// <summary><c>uniquity runs</c>: what was applied, where it stands, and how to go on or back.</summary>
internal sealed class RunsCommand : CliCommand
{
    private readonly Option<string?> _forget = CommonOptions.Text("--forget", "RUN", "drop the archive of a run, after asking: it can no longer be undone");

    /// <summary>Makes one.</summary>
    public RunsCommand(CommandScope scope) : base("runs", "list what was applied, and how to go on or back", scope) => Options.Add(_forget);

    /// <inheritdoc/>
    public override string Usage => "--db URL [--on NAME] [--forget RUN]";

    /// <inheritdoc/>
    public override string About =>
        "Lists the runs that the database's archive knows, the newest first. States: planned, running, interrupted, complete, undone, partlyUndone.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["uniquity runs --db postgres://app@localhost/shop", "uniquity runs --db postgres://app@localhost/shop --forget r-20261120-7f3a"];

    /// <inheritdoc/>
    public override string Exits => "0 done · 2 the call is wrong, or there is no such run · 3 the database cannot be reached · 4 refused: --forget was not confirmed, or a call is at the run";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var forget = call.Parsed.GetValue(_forget) is { } named ? RunArgument.Check(named, call) : null;
        await using var open = await call.OpenResolverAsync(cancellationToken);
        var runs = await open.Resolver.ListRunsAsync(cancellationToken);
        if (forget is not null)
        {
            if (runs.All(run => run.Id != forget)) throw new UsageException($"there is no run {forget} in this database; nearest right call: {call.Next("runs")}");
            await new Application(call, open).ConfirmAsync($"drop the archive of {forget}, which can then no longer be undone", cancellationToken);
            await open.Resolver.ForgetAsync(forget, cancellationToken);
            call.Note($"The archive of {forget} is dropped.");
            runs = await open.Resolver.ListRunsAsync(cancellationToken);
        }

        if (call.On is { } on) runs = [.. runs.Where(run => run.Table.ToString() == on || run.Table.Name == on)];
        Show(call, runs);
        return ExitCode.Done;
    }

    private static void Show(Call call, IReadOnlyList<Run> runs)
    {
        string? Next(Run run) => run.State switch
        {
            RunState.Interrupted when run.Undoing => call.Next($"undo {run.Id}"),
            RunState.Complete or RunState.PartlyUndone => call.Next($"undo {run.Id}"),
            RunState.Planned or RunState.Interrupted => call.Next($"resume {run.Id}"),
            RunState.Undone => call.Next($"runs --forget {run.Id}"),
            _ => null,
        };
        if (call.Format == OutputFormat.Text) RunsView.Show(runs, Next, call.Nouns, call.Screen);
        else if (call.Format == OutputFormat.Json) call.JsonOutput.Document(RunsJson.Of(runs, Next), json => json.RunsJson);
        else foreach (var run in RunsJson.Of(runs, Next).Runs) call.JsonOutput.Line(run, json => json.RunJson);
    }
}
