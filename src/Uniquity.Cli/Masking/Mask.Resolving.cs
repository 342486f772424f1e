using Uniquity.Resolving;

namespace Uniquity.Cli.Masking;

internal sealed partial class Mask
{
    /// <summary>Hides the keys in a plan's samples; what the plan does stays.</summary>
    public ResolvePlan Hide(ResolvePlan plan)
    {
        string[] parts = [.. plan.Request.Key.Select(part => part.Part)];
        Learn(plan.Samples.SelectMany(sample => sample.Before.Append(sample.After)).SelectMany(row => KeyFields(row, parts)));
        return plan with { Samples = [.. plan.Samples.Select(sample => new GroupSample([.. sample.Before.Select(row => Hide(row, parts))], Hide(sample.After, parts)))] };
    }
}
