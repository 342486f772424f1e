using System.CommandLine;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Commands.Resolve;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Apply;

/// <summary><c>uniquity apply</c>: does what a reviewed plan says, or nothing.</summary>
internal sealed class ApplyCommand : CliCommand
{
    private readonly Argument<string?> _file = new("FILE") { Arity = ArgumentArity.ZeroOrOne, HelpName = "plan.json" };

    /// <summary>Makes one.</summary>
    public ApplyCommand(CommandScope scope) : base("apply", "do what a plan of resolve --out says", scope) => Arguments.Add(_file);

    /// <inheritdoc/>
    public override string Usage => "plan.json --db URL [--yes]";

    /// <inheritdoc/>
    public override string About =>
        "Checks that the data is still what the plan was made of, shows the plan, asks, and does it in batches, each archived in its own transaction.\n"
        + "Where the rows, or the file, are no longer the same, nothing is changed.";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["uniquity apply plan.json --db postgres://app@localhost/shop", "uniquity apply plan.json --db postgres://app@localhost/shop --yes --json"];

    /// <inheritdoc/>
    public override string Exits => "0 done · 2 the call is wrong, or the file is no plan · 3 the database cannot be reached · 4 refused: not confirmed, or the data has changed · 5 stopped part-way · 130 Ctrl+C, after the current batch";

    /// <inheritdoc/>
    protected override async Task<ExitCode> RunAsync(Call call, CancellationToken cancellationToken)
    {
        var path = call.Parsed.GetValue(_file) ?? throw new UsageException("which plan? Nearest right call: uniquity apply plan.json --db URL");
        var plan = PlanFile.Read(path);
        await using var resolver = await call.OpenResolverAsync(cancellationToken);
        var application = new Application(call, resolver);

        // Told before anyone is asked; and what a person edited in the file is not done unseen.
        var now = await application.PlanAsync(plan.Request, cancellationToken);
        if (!Same(plan, now)) throw new Calls.RefusedException($"the {call.Nouns.Rows} of {plan.Request.Table}, or {call.Nouns.Rows} that refer to them, have changed since {path} was made: nothing was changed; make the plan again with uniquity resolve, and review it");
        return await application.ApplyAsync(now, cancellationToken);
    }

    private static bool Same(ResolvePlan plan, ResolvePlan now) =>
        plan.Fingerprint == now.Fingerprint && plan.Order == now.Order && (plan.Groups, plan.Removed, plan.Changed) == (now.Groups, now.Removed, now.Changed)
        && plan.Children.Select(Words).SequenceEqual(now.Children.Select(Words)) && plan.Statements.SequenceEqual(now.Statements);

    private static string Words(ChildPlan child) => $"{child.Table} {child.ForeignKey} {child.Rows} {child.Collisions}";
}
