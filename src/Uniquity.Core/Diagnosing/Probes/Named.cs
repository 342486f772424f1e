using Uniquity.Causes;

namespace Uniquity.Diagnosing.Probes;

/// <summary>Shortens how a probe names its cause.</summary>
internal static class Named
{
    public static ProbeResult As(string code, Confidence confidence, string why, IReadOnlyList<Evidence> evidence, IReadOnlyList<Remedy> remedies) =>
        ProbeResult.Named(new NamedCause
        {
            Cause = CauseCatalogue.Get(code),
            Confidence = confidence,
            Why = why,
            Evidence = evidence,
            Remedies = remedies,
        });
}
