using Uniquity.Causes;
using Uniquity.Duplicates;
using Uniquity.Violations;
using Uniquity.Wording;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ110: an index build was refused because rows share a key already.</summary>
internal sealed class DuplicatesBeforeIndex : ICauseProbe
{
    public string Code => "UQ110";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context.Violation is not { } violation) return ProbeResult.Absent;
        var build = violation.Kind == ViolationKind.IndexBuild;
        if (!build && context.Index is not null) return ProbeResult.Absent;
        if (context is not { Table: { } table, LookupIndex: { } wanted })
            return build ? ProbeResult.CouldNotLook("the text does not tell the table of the refused index; name it with --on and --key") : ProbeResult.Absent;

        var query = new DuplicateQuery(table, wanted.Key) { Where = wanted.Filter, IncludeNull = context.Key.Any(static part => part.IsNull), Top = 3 };
        var report = await context.Target.Duplicates.CountAsync(query, null, cancellationToken).ConfigureAwait(false);
        if (report.Groups == 0) return ProbeResult.Absent;
        var names = KeyText.Names(wanted.Key);
        var evidence = new List<Evidence> { new($"{KeyText.Keys(report.Groups)} of ({names}) {(report.Groups == 1 ? "is" : "are")} held by more than one row of {table}: {KeyText.Rows(report.ExcessRows)} too many, of {report.Rows}", report.Query) };
        if (report.Top is [var largest, ..]) evidence.Add(new Evidence($"the largest group is {KeyText.Show(largest.Key)}, with {Counted.Of(largest.Count, "row")}", null));
        return Named.As(
            Code, build ? Confidence.Certain : Confidence.Likely,
            build
                ? $"The unique index could not be built: {KeyText.Rows(report.ExcessRows)} of {table} {(report.ExcessRows == 1 ? "repeats" : "repeat")} a key of ({names}) that another row has."
                : $"There is no unique index over ({names}) of {table}, and {KeyText.Rows(report.ExcessRows)} {(report.ExcessRows == 1 ? "repeats" : "repeat")} a key already.",
            evidence, Remedies.ForDuplicates(context, wanted));
    }
}
