using Uniquity.Duplicates;
using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>Holds an index against a rule.</summary>
internal static class RuleComparison
{
    /// <summary>In what an index differs from a rule.</summary>
    /// <returns>Nothing where it is as wanted; <see langword="null"/> where it is on another key.</returns>
    public static IReadOnlyList<Difference>? Compare(KnownRule rule, KnownIndex index)
    {
        if (index.Index.Table != rule.Table || Pair(rule, index) is not { } pairs) return null;
        var differences = new List<Difference>();
        foreach (var (wanted, part) in pairs)
        {
            if (wanted.Accepted.Contains(part)) continue;
            differences.Add(wanted.Accepted.Any(accepted => accepted.Text == part.Text) && !rule.Rule.Fold.HasFlag(Folding.Case)
                ? new("collation", wanted.Plain.Collation, part.Collation)
                : new("fold", "case", null));
        }

        if (!rule.Filter.Same(index.Filter, nullsApart: NullsApart(rule, index))) differences.Add(new("filter", rule.Rule.Where, index.Index.Filter));
        if (!SameNulls(rule.Nulls, index.Nulls)) differences.Add(new("nulls", Word(rule.Nulls), Word(index.Nulls)));
        if (rule.Rule.Name is { } name && name != index.Index.Name) differences.Add(new("name", name, index.Index.Name));
        return [.. differences.Distinct()];
    }

    /// <summary>Whether the parts stand in another order than the rule's: the same rows are refused, other reads are served.</summary>
    public static bool Reordered(KnownRule rule, KnownIndex index) =>
        rule.Parts.Count == index.Parts.Count && !rule.Parts.Zip(index.Parts).All(pair => pair.First.Accepted.Contains(pair.Second));

    /// <summary>Whether an index already refuses all that the rule would, and more: it has fewer parts.</summary>
    public static bool Narrower(KnownRule rule, KnownIndex index) =>
        index.Enforces && index.Parts.Count < rule.Parts.Count && index.Filter.Conditions.Count == 0 && (index.Nulls != NullHandling.Sparse || rule.Nulls == NullHandling.Sparse)
        && index.Parts.All(part => rule.Parts.Any(wanted => wanted.Accepted.Contains(part)));

    /// <summary>Each wanted part with the part of the index on the same column or expression.</summary>
    private static List<(WantedPart Wanted, NormalPart Part)>? Pair(KnownRule rule, KnownIndex index)
    {
        var left = index.Parts.Distinct().ToList();
        var pairs = new List<(WantedPart, NormalPart)>();
        foreach (var wanted in rule.Parts.DistinctBy(part => part.Plain))
        {
            var found = left.Find(wanted.Accepted.Contains)
                ?? left.Find(part => wanted.Plain.Text == part.Text || wanted.Accepted.Any(accepted => accepted.Text == part.Text));
            if (found is null) return null;
            left.Remove(found);
            pairs.Add((wanted, found));
        }

        return left.Count == 0 ? pairs : null;
    }

    private static bool NullsApart(KnownRule rule, KnownIndex index) =>
        rule.Nulls == NullHandling.Distinct && index.Nulls == NullHandling.Distinct;

    /// <summary>Nulls that are equal and nulls that are a value like any other are one thing, in the words of two engines.</summary>
    private static bool SameNulls(NullHandling wanted, NullHandling has) => Plain(wanted) == Plain(has);

    private static NullHandling Plain(NullHandling nulls) => nulls == NullHandling.Value ? NullHandling.NotDistinct : nulls;

    private static string Word(NullHandling nulls) => nulls switch
    {
        NullHandling.NotDistinct => "not-distinct",
        NullHandling.Sparse => "sparse",
        NullHandling.Value => "value",
        _ => "distinct",
    };
}
