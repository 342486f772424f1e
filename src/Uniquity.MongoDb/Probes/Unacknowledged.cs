using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Probes;

/// <summary>UQ306: writes through this URL are not acknowledged: their refusals reach nobody.</summary>
internal sealed class Unacknowledged(MongoSession session) : ICauseProbe
{
    /// <inheritdoc/>
    public string Code => "UQ306";

    /// <inheritdoc/>
    public ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken) => ValueTask.FromResult(
        context.Violation is null || !session.Unacknowledged ? ProbeResult.Absent : Named.As(
            Code, Confidence.Likely,
            "The URL asks for write concern 0 (w=0): the server refuses a duplicate as always, but a writer with this URL never hears of it and takes the write for done.",
            [new Evidence("the URL of this connection has w=0", null)],
            Named.Advice("Take w=0 out of the URL (w=majority is the server's default), and handle code 11000"),
            Named.Advice("Look for what was lost: read back what the application believes it wrote", RemedyKind.Data)));
}
