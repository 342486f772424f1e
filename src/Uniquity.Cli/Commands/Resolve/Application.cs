using Uniquity.Cli.Calls;
using Uniquity.Cli.Terminals;
using Uniquity.Resolving;

namespace Uniquity.Cli.Commands.Resolve;

/// <summary>Plans and applies, for <c>resolve</c>, <c>apply</c> and <c>resume</c>: shows what will be done, asks, does it, says what was done.</summary>
internal sealed class Application(Call call, OpenResolver open)
{
    private readonly long _start = call.Terminal.Clock.GetTimestamp();

    /// <summary>How long it has taken so far.</summary>
    public TimeSpan Elapsed => call.Terminal.Clock.GetElapsedTime(_start);

    /// <summary>Makes a plan.</summary>
    public async Task<ResolvePlan> PlanAsync(ResolveRequest request, CancellationToken cancellationToken)
    {
        using var progress = call.Progress($"planning for {request.Table}");
        return await open.Resolver.PlanAsync(request, cancellationToken);
    }

    /// <summary>Applies a plan, once the person has seen it and said yes.</summary>
    /// <exception cref="Calls.RefusedException">Nobody said yes.</exception>
    public async Task<ExitCode> ApplyAsync(ResolvePlan plan, CancellationToken cancellationToken)
    {
        var shown = call.Mask?.Hide(plan) ?? plan;
        if (call.Format == OutputFormat.Text) PlanView.Show(shown, call.Verbose, call.Nouns, call.Screen);
        if (plan.Groups == 0)
        {
            if (call.Format != OutputFormat.Text) Print(ResolveJson.Planned(shown, written: null, Elapsed));
            return ExitCode.Done;
        }

        await ConfirmAsync($"{PlanView.Change(plan, call.Nouns)} in {plan.Request.Table}", cancellationToken);
        var run = await open.InBatchesAsync($"resolving {plan.Request.Table}", progress => open.Resolver.ApplyAsync(plan, progress, cancellationToken), cancellationToken);
        return Tell(run);
    }

    /// <summary>Asks; with <c>--yes</c> nobody is asked.</summary>
    /// <exception cref="Calls.RefusedException">Nobody can be asked, or the answer was no.</exception>
    public async Task ConfirmAsync(string what, CancellationToken cancellationToken)
    {
        if (call.Yes) return;
        if (!Question.CanBeAsked(call.Terminal)) throw new Calls.RefusedException($"nothing was changed: this would do: {what}, and there is nobody to ask; to go on: {call.Again("--yes")}");
        if (!await Question.AskAsync(call.Terminal, $"{what}. Go on?", cancellationToken)) throw new Calls.RefusedException("nothing was changed");
    }

    /// <summary>Says what a run has done.</summary>
    public ExitCode Tell(Run run)
    {
        var undo = call.Next($"undo {run.Id}");
        if (call.Format == OutputFormat.Text) RunView.Show(run, undo, Elapsed, call.Nouns, call.Screen);
        else Print(ResolveJson.Done(call.Parsed.CommandResult.Command.Name, run, undo, Elapsed));
        return ExitCode.Done;
    }

    /// <summary>Prints a document.</summary>
    public void Print(ResolveJson document)
    {
        if (call.Format == OutputFormat.Json) call.JsonOutput.Document(document, json => json.ResolveJson);
        else call.JsonOutput.Line(document, json => json.ResolveJson);
    }
}
