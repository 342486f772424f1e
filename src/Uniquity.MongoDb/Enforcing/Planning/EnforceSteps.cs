using Uniquity.Enforcing;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>Words the steps of a plan.</summary>
internal sealed class EnforceSteps(EnforceContext context, ResolvePlan? resolve)
{
    private const string Briefly = "reads and writes wait some milliseconds";
    private const string Beside = "nobody waits: reads and writes go on, but for some milliseconds at the build's begin and end";

    /// <summary>The steps, in their order.</summary>
    public IReadOnlyList<EnforceStep> All()
    {
        var steps = new List<EnforceStep>();
        if (resolve is not null && !context.GuardFirst) steps.Add(Resolve(resolve));
        steps.AddRange(context.Way switch
        {
            EnforceWay.Build => [Build($"build {context.Wanted.Name}")],
            EnforceWay.Prepare => [Build($"build {context.Wanted.Name}, which is not unique yet"), Guard()],
            EnforceWay.Convert when !context.Existing!.IsPrepared => [Guard()],
            _ => (IEnumerable<EnforceStep>)[],
        });
        if (resolve is not null && context.GuardFirst) steps.Add(Resolve(resolve));
        if (context.Way is EnforceWay.Prepare or EnforceWay.Convert) steps.Add(Convert());
        steps.Add(new(EnforceStepKind.Verify, context.Way == EnforceWay.Build
            ? $"see that {context.Wanted.Name} is unique, and count once more" : $"see that {context.Wanted.Name} is unique", [], "nobody waits"));
        if (context.Replaced is { } replaced)
            steps.Add(new(EnforceStepKind.Drop, $"drop {replaced.Name}, now that {context.Wanted.Name} stands", [IndexCommands.Show(IndexCommands.Drop(context.Wanted.Table, replaced.Name))], Briefly));
        return steps;
    }

    private static EnforceStep Resolve(ResolvePlan plan) => new(
        EnforceStepKind.Resolve, $"resolve the duplicates (keys shared: {plan.Groups}, documents that go: {plan.Removed}); they are archived, and uniquity undo brings them back",
        plan.Statements, "writers of the documents of a batch wait, or try again, while it lasts");

    private EnforceStep Build(string what) => new(EnforceStepKind.Build, what, [IndexCommands.Show(IndexCommands.Create(context.Wanted.Table, context.Specification))], Beside);

    private EnforceStep Guard() => new(
        EnforceStepKind.Guard, $"from then on {context.Wanted.Name} refuses a key that is there already",
        [IndexCommands.Show(IndexCommands.Prepare(context.Wanted.Table, context.Wanted.Name))], Briefly);

    private EnforceStep Convert()
    {
        var (table, name) = (context.Wanted.Table, context.Wanted.Name);
        IEnumerable<string> preview = context.Abilities.Previews ? [IndexCommands.Show(IndexCommands.Preview(table, name))] : [];
        return new(
            EnforceStepKind.Convert, $"make {name} unique{(context.Abilities.Previews ? ", once the server finds no duplicate in it" : "")}",
            [.. preview, IndexCommands.Show(IndexCommands.Convert(table, name))], "writers wait some milliseconds; the index is read through before");
    }
}
