using Uniquity.Causes;
using Uniquity.Violations;

namespace Uniquity.Cli.Commands.Explain;

/// <summary>The causes that the violations of a text leave open, each once.</summary>
internal static class PossibleCauses
{
    /// <summary>The causes, the most certain first, then the most specific.</summary>
    public static IReadOnlyList<NamedCause> Of(Reading reading) =>
    [
        .. reading.Violations.SelectMany(OfflineCauses.For)
            .GroupBy(cause => cause.Cause.Code, StringComparer.Ordinal)
            .Select(same => same.MaxBy(cause => cause.Confidence)!)
            .OrderByDescending(cause => cause.Confidence)
            .ThenByDescending(cause => cause.Cause.Rank),
    ];
}
