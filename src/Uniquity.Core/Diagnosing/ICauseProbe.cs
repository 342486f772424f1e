namespace Uniquity.Diagnosing;

/// <summary>Looks for one cause in the facts of a live database.</summary>
/// <remarks>
/// Read-only. Names the cause only with the facts that prove it; a look-alike is <see cref="ProbeResult.Absent"/>. May let
/// <see cref="Facts.NotCheckedException"/> pass: the diagnoser lists the cause under <c>notChecked</c>.
/// </remarks>
public interface ICauseProbe
{
    /// <summary>The cause's code.</summary>
    string Code { get; }

    /// <summary>Looks.</summary>
    ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken);
}
