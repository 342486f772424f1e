using Uniquity.Cli.Calls;
using Uniquity.Cli.Terminals;
using Uniquity.Enforcing;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Enforce;

/// <summary><c>uniquity enforce</c>: makes a key unique while the application goes on.</summary>
internal sealed class EnforceCommand : CliCommand
{
    private readonly EnforceOptions _options = new();

    /// <summary>Makes one.</summary>
    public EnforceCommand(CommandScope scope) : base("enforce", "make a key unique while the application goes on", scope)
    {
        foreach (var option in _options.All) Options.Add(option);
    }

    /// <inheritdoc/>
    public override string Usage => "--db URL --on NAME --key KEY [--keep POLICY | --merge RULE] [--apply]";

    /// <inheritdoc/>
    public override string About =>
        "Counts duplicates as the wanted index would, resolves them where a policy is named, builds the index beside readers and writers, and sees that it is valid; a build that fails is cleaned up. "
        + "Without --apply, nothing is changed: the steps are shown with their statements and with who has to wait.\n"
        + "A call that was killed is named by the next one, which goes on. With --guard, a trigger (on MongoDB collMod prepareUnique) refuses new duplicates from the start and goes when the index stands.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "uniquity enforce --db postgres://app@localhost/shop --on users --key email",
        "uniquity enforce --db postgres://app@localhost/shop --on users --key email --fold case --where 'deleted_at is null' --apply",
        "uniquity enforce --db postgres://app@localhost/shop --on users --key email --keep newest:updated_at --guard --as constraint --apply",
        "uniquity enforce --db sqlite:shop.db --on users --key tenant_id,email --replace users_email_key --apply",
        "uniquity enforce --db mongodb://localhost/shop --on users --key email --skip-null --apply",
    ];

    /// <inheritdoc/>
    public override string Exits => "0 the key is unique, or can be made so · 1 duplicates stand in the way · 2 the call is wrong · 3 the database cannot be reached · 4 refused: duplicates, not confirmed, not possible here · 5 stopped part-way · 130 Ctrl+C, cleaned up";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var on = call.On ?? throw new UsageException($"which {call.Nouns.Table}? Nearest right call: uniquity enforce --on NAME --key KEY");
        var key = call.Key ?? throw new UsageException("which key? Nearest right call: uniquity enforce --on NAME --key KEY");
        var request = _options.Read(call);
        var start = call.Terminal.Clock.GetTimestamp();
        await using (var open = await call.OpenAsync(cancellationToken))
        {
            var table = await open.FindTableAsync(on, cancellationToken);
            request = request with { Table = table, Key = await open.Target.ParseKeyAsync(table, key, cancellationToken) };
        }

        await using var resolver = request.Keep is null ? null : await call.OpenResolverAsync(cancellationToken);
        await using var enforcer = await call.OpenEnforcerAsync(cancellationToken);
        var plan = await PlanAsync(call, enforcer, request, resolver?.Resolver, cancellationToken);
        var shown = call.Mask?.Hide(plan) ?? plan;
        if (call.Format == OutputFormat.Text) EnforceView.Show(shown, call);
        if (plan.AlreadyEnforcedBy is not null || !call.Parsed.GetValue(_options.Apply))
        {
            if (call.Format != OutputFormat.Text) Print(call, EnforceJson.Of(shown, null, call, call.Terminal.Clock.GetElapsedTime(start)));
            return plan.IsBlocked ? ExitCode.Negative : ExitCode.Done;
        }

        if (plan.IsBlocked)
        {
            var (words, way) = EnforceView.WayOut(plan, call);
            throw new Calls.RefusedException($"{Say.Count(plan.Groups, "key")} of {plan.Request.Table} {(plan.Groups == 1 ? "is" : "are")} shared by {call.Nouns.Count(plan.Groups + plan.ExcessRows)}, so {plan.Name} cannot be made; nothing was changed. {words} {way}");
        }

        await Consent.AskAsync(call, EnforceView.Change(plan, call.Nouns), cancellationToken);
        var result = await enforcer.ChangeAsync($"enforcing {plan.Name}", progress => enforcer.Enforcer.ApplyAsync(plan, resolver?.Resolver, progress, cancellationToken), cancellationToken);
        var elapsed = call.Terminal.Clock.GetElapsedTime(start);
        if (call.Format == OutputFormat.Text) EnforceView.ShowDone(result, call, elapsed);
        else Print(call, EnforceJson.Of(shown, result, call, elapsed));
        return ExitCode.Done;
    }

    private static async Task<EnforcePlan> PlanAsync(Call call, OpenEnforcer open, EnforceRequest request, IResolver? resolver, CancellationToken cancellationToken)
    {
        using var progress = call.Progress($"counting duplicates in {request.Table}");
        return await open.Enforcer.PlanAsync(request, resolver, cancellationToken);
    }

    private static void Print(Call call, EnforceJson document)
    {
        if (call.Format == OutputFormat.Json) call.JsonOutput.Document(document, json => json.EnforceJson);
        else call.JsonOutput.Line(document, json => json.EnforceJson);
    }
}
