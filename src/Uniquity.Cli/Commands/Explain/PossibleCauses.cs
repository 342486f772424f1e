using Uniquity.Causes;
using Uniquity.Violations;

namespace Uniquity.Cli.Commands.Explain;

/// <summary>A cause that the texts of some violations leave open.</summary>
/// <param name="Named">The cause, worded for the first of them.</param>
/// <param name="Violations">Which, by their places in the reading, from 0.</param>
internal sealed record PossibleCause(NamedCause Named, IReadOnlyList<int> Violations);

/// <summary>The causes that the violations of a text leave open.</summary>
internal static class PossibleCauses
{
    /// <summary>The causes, the most certain first, then the most specific; each once for each degree of certainty.</summary>
    public static IReadOnlyList<PossibleCause> Of(Reading reading) =>
    [
        .. reading.Violations.SelectMany((violation, place) => OfflineCauses.For(violation).Select(cause => (Cause: cause, Place: place)))
            .GroupBy(named => (named.Cause.Cause.Code, named.Cause.Confidence))
            .Select(same => new PossibleCause(same.First().Cause, [.. same.Select(named => named.Place).Distinct()]))
            .OrderByDescending(cause => cause.Named.Confidence)
            .ThenByDescending(cause => cause.Named.Cause.Rank),
    ];
}
