using Uniquity.Causes;
using Uniquity.Wording;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ109: the application makes the ids, in a way that makes the same one twice.</summary>
internal sealed class ClientMadeIds : ICauseProbe
{
    private const int SampleSize = 300;

    public string Code => "UQ109";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Index: { Key: [{ Expression: false } part] } index, Holder: { Row: { } stored } holder, Key: [{ Value: { } value }] }) return ProbeResult.Absent;
        if (context.Operation == WriteOperation.Update) return ProbeResult.Absent;
        if (!index.Primary && !IsIdName(part.Part)) return ProbeResult.Absent;
        if (context.Columns.FirstOrDefault(column => column.Name == part.Part) is { Generator: not null and not "rowid" }) return ProbeResult.Absent;

        // The same row again is a retry or an import; a collision brings different rows.
        var comparison = context.Refused is { } refused ? RowComparison.Of(refused, stored) : null;
        if (comparison is { Different.Count: 0 }) return ProbeResult.Absent;
        var sample = await context.Target.Facts.SampleAsync(index.Table, part, SampleSize, cancellationToken).ConfigureAwait(false);
        if (IdShape.Of(sample.Value, value) is not { } shape) return ProbeResult.Absent;
        var rows = await context.Target.Facts.EstimateRowsAsync(index.Table, cancellationToken).ConfigureAwait(false);
        if (shape.Space is { } space && Birthday(rows.Value, space) < 0.01) return ProbeResult.Absent;

        List<Evidence> evidence =
        [
            new($"{part.Part} has no generator in {index.Table}: the application makes it", null),
            new($"{shape.Matching} of {sample.Value.Count} sampled values of {part.Part} are {shape.Name}", sample.Query),
            new($"a different row holds {KeyText.Show(context.Key)}", holder.Query),
        ];
        if (shape.Space is { } size)
            evidence.Add(new Evidence($"about {Counted.Of(rows.Value, "row")} among {size:0.###e+0} possible ids: the chance of at least one collision is {Birthday(rows.Value, size):0.0%}", rows.Query));
        return Named.As(
            Code, comparison is null ? Confidence.Likely : Confidence.Certain,
            $"The ids in {part.Part} are {shape.Name}, made by the application: two writers can make the same one, and two did.",
            evidence, Remedies.ForClientIds(context, index, part));
    }

    // The birthday estimate: 1 - e^(-n²/2S) for n rows drawn from S values.
    private static double Birthday(long rows, double space) => 1 - Math.Exp(-(double)rows * rows / (2 * space));

    private static bool IsIdName(string name)
    {
        foreach (var word in (string[])["id", "_id", "uid", "guid", "uuid", "token", "slug", "hash", "key", "code", "ref"])
        {
            if (name.Equals(word, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return name.EndsWith("_id", StringComparison.OrdinalIgnoreCase) || name.EndsWith("Id", StringComparison.Ordinal)
            || name.EndsWith("_code", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_token", StringComparison.OrdinalIgnoreCase) || name.EndsWith("_key", StringComparison.OrdinalIgnoreCase);
    }
}
