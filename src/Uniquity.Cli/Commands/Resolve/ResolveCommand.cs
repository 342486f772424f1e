using Uniquity.Cli.Calls;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Resolve;

/// <summary><c>uniquity resolve</c>: plans what becomes of duplicate rows, shows it, and does it where asked to.</summary>
internal sealed class ResolveCommand : CliCommand
{
    private readonly ResolveOptions _options = new();

    /// <summary>Makes one.</summary>
    public ResolveCommand(CommandScope scope) : base("resolve", "plan what becomes of duplicates, and do it when told to", scope)
    {
        foreach (var option in _options.All) Options.Add(option);
    }

    /// <inheritdoc/>
    public override string Usage => "--db URL --on NAME --key KEY (--keep POLICY | --merge RULE) [--out plan.json | --apply]";

    /// <inheritdoc/>
    public override string About =>
        "Shows which rows would go, which stay and what they take from the others, and what happens to rows that refer to them. Without --apply, nothing is changed.\n"
        + "With --apply, every row and reference is archived in the database itself (schema uniquity; in SQLite tables uniquity_*, in MongoDB collections uniquity.*) in the transaction that changes it: uniquity undo brings them back.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "uniquity resolve --db postgres://app@localhost/shop --on users --key email --keep newest:updated_at",
        "uniquity resolve --db postgres://app@localhost/shop --on users --key 'lower(email)' --keep first --merge fill --merge visits=sum --out plan.json",
        "uniquity resolve --db postgres://app@localhost/shop --on users --key email --keep first --apply",
    ];

    /// <inheritdoc/>
    public override string Exits => "0 planned, or done · 2 the call is wrong · 3 the database cannot be reached · 4 refused: not confirmed, or not safe · 5 stopped part-way · 130 Ctrl+C, after the current batch";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var on = call.On ?? throw new UsageException($"which {call.Nouns.Table}? Nearest right call: uniquity resolve --on NAME --key KEY --keep first");
        var key = call.Key ?? throw new UsageException("which key? Nearest right call: uniquity resolve --on NAME --key KEY --keep first");
        var request = _options.Read(call);
        var applies = call.Parsed.GetValue(_options.Apply);
        var path = call.Parsed.GetValue(_options.Out);
        if (applies && path is not null) throw new UsageException("--out writes the plan for uniquity apply, --apply does it now: choose one");
        var file = path is null ? null : PlanFile.Check(path, call.Yes);

        await using (var open = await call.OpenAsync(cancellationToken))
        {
            var table = await open.FindTableAsync(on, cancellationToken);
            request = request with { Table = table, Key = await open.Target.ParseKeyAsync(table, key, cancellationToken) };
        }

        await using var resolver = await call.OpenResolverAsync(cancellationToken);
        var application = new Application(call, resolver);
        var plan = await application.PlanAsync(request, cancellationToken);
        return applies ? await application.ApplyAsync(plan, cancellationToken) : Show(call, application, plan, file);
    }

    private static ExitCode Show(Call call, Application application, ResolvePlan plan, PlanFile? file)
    {
        var shown = call.Mask?.Hide(plan) ?? plan;
        file?.Write(shown);
        if (call.Format == OutputFormat.Text)
        {
            PlanView.Show(shown, call.Verbose, call.Nouns, call.Screen);
            if (plan.Groups > 0) PlanView.ShowNext(file is null ? call.Again("--apply") : call.Next($"apply {Shell.Quote(file.Path)}"), file?.Path, call.Screen);
        }
        else
        {
            application.Print(ResolveJson.Planned(shown, file?.Path, application.Elapsed));
        }

        return ExitCode.Done;
    }
}
