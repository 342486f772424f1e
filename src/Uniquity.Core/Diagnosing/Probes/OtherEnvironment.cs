using Uniquity.Causes;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ402: the error names another database than the one that this connection is to.</summary>
internal sealed class OtherEnvironment : ICauseProbe
{
    public string Code => "UQ402";

    public ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Judge(context));

    private ProbeResult Judge(DiagnosisContext context)
    {
        if (context.Violation?.Database is not { } named || context.Info.Database is not { } connected || named == connected) return ProbeResult.Absent;
        var missing = context.Index is null;
        return Named.As(
            Code, missing ? Confidence.Certain : Confidence.Likely,
            $"The error names the database {named}; this connection is to {connected} on {context.Info.Host}{(missing ? ", which does not have the index of the error" : "")}.",
            [new Evidence($"database in the error: {named}; connected: {connected} on {context.Info.Host}", null)],
            [
                new Remedy
                {
                    Title = $"Diagnose against the database {named}, and check the URL that the application uses",
                    Kind = RemedyKind.Code,
                    Reversible = true,
                    Lock = RemedyLock.None,
                },
            ]);
    }
}
