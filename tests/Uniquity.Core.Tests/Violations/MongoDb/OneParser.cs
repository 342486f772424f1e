using Uniquity.Violations;

namespace Uniquity.Core.Tests.Violations.MongoDb;

/// <summary>Runs one parser over a text as the scanner does, without the other engines and without merging.</summary>
internal static class OneParser
{
    public static Reading Read(IViolationParser parser, string text)
    {
        var violations = new List<Violation>();
        var related = new List<RelatedError>();
        var anchors = parser.Anchors.OrderByDescending(anchor => anchor.Length).ToArray();
        for (var at = 0; at < text.Length; at++)
        {
            foreach (var anchor in anchors)
            {
                if (!text.AsSpan(at).StartsWith(anchor)) continue;
                var from = Math.Max(0, at - TextWindow.LookBehind);
                var window = new TextWindow(text.AsSpan(from, Math.Min(text.Length - from, at - from + TextWindow.LookAhead)), at - from, anchor);
                if (!parser.TryRead(window, out var finding)) continue;
                finding.End.ShouldBeGreaterThan(window.At);
                finding.End.ShouldBeLessThanOrEqualTo(window.Text.Length);
                if (finding.Violation is { } violation) Add(violations, violation);
                if (finding.Related is { } error && !related.Contains(error)) related.Add(error);
                at = from + finding.End - 1;
                break;
            }
        }

        return new Reading(violations, related);
    }

    private static void Add(List<Violation> violations, Violation violation)
    {
        var same = violations.FindIndex(known => known with { Key = [], Times = 1 } == violation with { Key = [] } && known.Key.SequenceEqual(violation.Key));
        if (same < 0) violations.Add(violation);
        else violations[same] = violations[same] with { Times = violations[same].Times + 1 };
    }
}
