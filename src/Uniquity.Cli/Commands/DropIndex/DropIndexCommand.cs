using System.CommandLine;
using Uniquity.Cli.Calls;
using Uniquity.Enforcing;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.DropIndex;

/// <summary><c>uniquity drop-index</c>: takes a unique index away, with a look at who needs it.</summary>
internal sealed class DropIndexCommand : CliCommand
{
    private readonly Argument<string?> _name = new("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "the unique index or constraint" };
    private readonly Option<bool> _keepPlain = CommonOptions.Flag("--keep-plain", "build an index that is not unique in its place first, for the reads");
    private readonly Option<bool> _apply = CommonOptions.Flag("--apply", "do it: says what, and asks");

    /// <summary>Makes one.</summary>
    public DropIndexCommand(CommandScope scope) : base("drop-index", "drop a unique index, with a look at who needs it", scope)
    {
        Arguments.Add(_name);
        Options.Add(_keepPlain);
        Options.Add(_apply);
    }

    /// <inheritdoc/>
    public override string Usage => "NAME --db URL --on NAME [--keep-plain] [--apply]";

    /// <inheritdoc/>
    public override string About =>
        "Shows the reads that used the index, and refuses where a foreign key or logical replication needs it. Without --apply, nothing is changed.\n"
        + "With --keep-plain, an index of the same key that is not unique stands before the unique one goes, so that no read is left without.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
        ["uniquity drop-index users_email_key --db postgres://app@localhost/shop --on users", "uniquity drop-index users_email_key --db postgres://app@localhost/shop --on users --keep-plain --apply"];

    /// <inheritdoc/>
    public override string Exits => "0 dropped, or can be · 2 the call is wrong · 3 the database cannot be reached · 4 refused: something needs it, or not confirmed · 5 stopped part-way";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var name = call.Parsed.GetValue(_name) ?? throw new UsageException("which index? Nearest right call: uniquity drop-index NAME --on TABLE (uniquity indexes lists them)");
        var on = call.On ?? throw new UsageException($"of which {call.Nouns.Table}? Nearest right call: uniquity drop-index {Shell.Quote(name)} --on {call.Nouns.Table.ToUpperInvariant()}");
        var start = call.Terminal.Clock.GetTimestamp();
        DropIndexRequest request;
        await using (var open = await call.OpenAsync(cancellationToken)) request = new(await open.FindTableAsync(on, cancellationToken), name, call.Parsed.GetValue(_keepPlain));

        await using var enforcer = await call.OpenEnforcerAsync(cancellationToken);
        var plan = await enforcer.Enforcer.PlanDropAsync(request, cancellationToken);
        if (call.Format == OutputFormat.Text) DropIndexView.Show(plan, call);
        if (!call.Parsed.GetValue(_apply))
        {
            if (call.Format != OutputFormat.Text) Print(call, DropIndexJson.Of(plan, null, call.Terminal.Clock.GetElapsedTime(start)));
            return plan.Refusal is null ? ExitCode.Done : ExitCode.Refused;
        }

        if (plan.Refusal is { } refusal) throw new RefusedException(refusal);
        await Consent.AskAsync(call, $"{plan.Index.Name} of {request.Table} will be dropped", cancellationToken);
        var result = await enforcer.ChangeAsync($"dropping {plan.Index.Name}", progress => enforcer.Enforcer.DropAsync(plan, progress, cancellationToken), cancellationToken);
        var elapsed = call.Terminal.Clock.GetElapsedTime(start);
        if (call.Format == OutputFormat.Text) DropIndexView.ShowDone(result, call.Screen, elapsed);
        else Print(call, DropIndexJson.Of(plan, result, elapsed));
        return ExitCode.Done;
    }

    private static void Print(Call call, DropIndexJson document)
    {
        if (call.Format == OutputFormat.Json) call.JsonOutput.Document(document, json => json.DropIndexJson);
        else call.JsonOutput.Line(document, json => json.DropIndexJson);
    }
}
