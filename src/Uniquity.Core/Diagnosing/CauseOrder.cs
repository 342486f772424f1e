using Uniquity.Causes;
using Uniquity.Violations;

namespace Uniquity.Diagnosing;

/// <summary>Settles what the probes named: one cause a code, the most specific of the most certain first, and the plain duplicate last.</summary>
internal static class CauseOrder
{
    // An id that the sequence gave out was neither brought by the writer nor made by the application; one that the application
    // makes in a way that repeats is more than one that a writer happened to bring.
    private static readonly Dictionary<string, string[]> RuledOut = new(StringComparer.Ordinal) { ["UQ103"] = ["UQ102", "UQ109"], ["UQ109"] = ["UQ102"] };

    public static IReadOnlyList<NamedCause> Settle(List<NamedCause> named, DiagnosisContext context)
    {
        var causes = named
            .GroupBy(static cause => cause.Cause.Code)
            .Select(static same => same.MaxBy(static cause => cause.Confidence)!)
            .ToList();

        var ruledOut = causes.Where(static cause => cause.Confidence == Confidence.Certain)
            .SelectMany(static cause => RuledOut.GetValueOrDefault(cause.Cause.Code, [])).ToHashSet(StringComparer.Ordinal);
        causes.RemoveAll(cause => ruledOut.Contains(cause.Cause.Code));
        if (SameKeyAgain(causes, context) is { } again) causes.Add(again);
        return
        [
            .. causes
                .OrderByDescending(static cause => cause.Confidence)
                .ThenByDescending(static cause => cause.Cause.Rank),
        ];
    }

    // UQ101 is what remains: a live row holds the key and nothing more special is proven.
    private static NamedCause? SameKeyAgain(List<NamedCause> causes, DiagnosisContext context)
    {
        if (context.Violation?.Kind == ViolationKind.IndexBuild || context.Holder is not { Row: not null } holder || context.Table is not { } table) return null;

        // A batch that stopped is about the batch; it does not say why its row was refused.
        var others = causes.Where(static cause => cause.Cause.Code is not ("UQ307" or "UQ309")).ToList();
        if (others.Exists(static cause => cause.Confidence == Confidence.Certain)) return null;
        var confidence = context.Index is null ? Confidence.Possible : others.Exists(static cause => cause.Confidence == Confidence.Likely) ? Confidence.Likely : Confidence.Certain;
        var key = KeyText.Show(context.Key);
        return new NamedCause
        {
            Cause = CauseCatalogue.Get("UQ101"),
            Confidence = confidence,
            Why = confidence == Confidence.Possible
                ? $"A row of {table} already has {key}, but an index that would refuse a second one was not found there: it was dropped since, or the error came from another database."
                : $"A row of {table} already has {key}, and {(confidence == Confidence.Certain ? "no other cause is proven" : "no other cause is certain")}: the same business key came a second time.",
            Evidence = [new Evidence($"one live row of {table} holds {key}", holder.Query)],
            Remedies = context.Index is { } index ? Remedies.ForSameKey(context, index) : [],
        };
    }
}
