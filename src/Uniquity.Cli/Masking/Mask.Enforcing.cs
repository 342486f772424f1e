using Uniquity.Enforcing;

namespace Uniquity.Cli.Masking;

internal sealed partial class Mask
{
    /// <summary>Hides the keys in a plan's groups and samples; what the plan does stays.</summary>
    public EnforcePlan Hide(EnforcePlan plan)
    {
        var groups = plan.Top.Select(Hide).ToList();
        return plan with { Top = groups, Resolve = plan.Resolve is { } resolve ? Hide(resolve) : null };
    }
}
