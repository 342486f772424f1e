using System.CommandLine;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Commands.Resolve;
using Uniquity.Cli.Commands.Runs;

namespace Uniquity.Cli.Commands.Resume;

/// <summary><c>uniquity resume</c>: goes on with a run that was interrupted.</summary>
internal sealed class ResumeCommand : CliCommand
{
    private readonly Argument<string?> _run = RunArgument.Make();

    /// <summary>Makes one.</summary>
    public ResumeCommand(CommandScope scope) : base("resume", "go on with an interrupted run", scope) => Arguments.Add(_run);

    /// <inheritdoc/>
    public override string Usage => "RUN --db URL";

    /// <inheritdoc/>
    public override string About => "Does what is left of a run that Ctrl+C, a lost connection or a killed process ended. What is done stays done; nothing is done twice.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["uniquity resume r-20261120-7f3a --db postgres://app@localhost/shop"];

    /// <inheritdoc/>
    public override string Exits => "0 done · 2 there is no such run · 3 the database cannot be reached · 4 refused: nothing is left to do, or another call is at it · 5 stopped part-way · 130 Ctrl+C, after the current batch";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var run = RunArgument.Read(call, _run);
        await using var open = await call.OpenResolverAsync(cancellationToken);
        var application = new Application(call, open);
        return application.Tell(await open.InBatchesAsync($"resuming {run}", progress => open.Resolver.ResumeAsync(run, progress, cancellationToken), cancellationToken));
    }
}
