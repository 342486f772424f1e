using Uniquity.Duplicates;
using Uniquity.Indexes;

namespace Uniquity.Checking;

/// <summary>What a check has found so far.</summary>
internal sealed class Verdicts(IReadOnlyList<UniqueIndex> indexes)
{
    private readonly List<HeldRule> held = [];
    private readonly List<MissingRule> missing = [];
    private readonly List<DifferentRule> different = [];
    private readonly List<ViolatedRule> violated = [];
    private readonly List<UncheckedRule> notChecked = [];
    private readonly HashSet<UniqueIndex> wanted = new(ReferenceEqualityComparer.Instance);

    /// <summary>A rule is not enforced, for a reason.</summary>
    public void Missing(Rule rule, TableName? table, string why) => missing.Add(new(rule, table, why, Index: null));

    /// <summary>The rows break a rule.</summary>
    public void Violated(Rule rule, DuplicateReport report) => violated.Add(new(rule, report));

    /// <summary>Something of a rule was not checked.</summary>
    public void NotChecked(Rule rule, string what, string why) => notChecked.Add(new(rule, what, why));

    /// <summary>Finds the index of a rule.</summary>
    /// <returns>Whether one enforces it; its name may still differ.</returns>
    public bool Judge(KnownRule rule, IReadOnlyList<KnownIndex> ofTable)
    {
        // A primary key or constraint says best whose index it is; the rest by name.
        var alike = ofTable.Select(index => (Index: index, Differences: RuleComparison.Compare(rule, index)))
            .Where(pair => pair.Differences is not null)
            .OrderBy(pair => pair.Differences!.Count).ThenByDescending(pair => pair.Index.Index.Primary).ThenByDescending(pair => pair.Index.Index.Constraint)
            .ToList();
        var same = alike.Where(pair => pair.Differences!.Count == 0).Select(pair => pair.Index).ToList();
        foreach (var index in same) wanted.Add(index.Index);
        var enforcing = same.Where(index => index.Enforces).ToList();
        if (enforcing.Count > 0)
        {
            held.Add(new(rule.Rule, enforcing[0].Index, Note(rule, enforcing)));
            return true;
        }

        if (same.Count > 0)
        {
            missing.Add(new(rule.Rule, rule.Table, Idle(same[0].Index), same[0].Index) { CanBeBuilt = true });
            return false;
        }

        if (alike.Find(pair => pair.Index.Enforces) is { Index: not null } near)
        {
            wanted.Add(near.Index.Index);
            different.Add(new(rule.Rule, near.Index.Index, near.Differences!));
            return near.Differences!.All(difference => difference.What == "name");
        }

        missing.Add(new(rule.Rule, rule.Table, Nothing(rule, ofTable), Index: null) { CanBeBuilt = true });
        return false;
    }

    /// <summary>Everything found.</summary>
    public CheckReport Report() => new()
    {
        Held = held,
        Missing = missing,
        Extra = [.. indexes.Where(index => !index.Primary && index.PartOf is null && !wanted.Contains(index))],
        Different = different,
        Violated = violated,
        NotChecked = notChecked,
    };

    private static string? Note(KnownRule rule, List<KnownIndex> enforcing)
    {
        if (enforcing.Count > 1) return $"{enforcing[1].Index.Name} does the same as {enforcing[0].Index.Name}";
        return RuleComparison.Reordered(rule, enforcing[0])
            ? $"{enforcing[0].Index.Name} has the parts in another order, ({string.Join(", ", enforcing[0].Index.Key.Select(part => part.Part))}): the same rows are refused, other reads are served"
            : null;
    }

    private static string Idle(UniqueIndex index) => index.Valid
        ? $"{index.Name} has this key and is hidden: reads do without it, and whoever drops it for that takes the rule along"
        : index.Warnings.FirstOrDefault(warning => warning.Code == "prepared") is { } prepared ? $"{index.Name} has this key and {prepared.Why[(index.Name.Length + 1)..]}"
        : $"{index.Name} has this key and is invalid, left by a build that failed or not attached to every partition: it keeps no promise";

    private static string Nothing(KnownRule rule, IReadOnlyList<KnownIndex> ofTable)
    {
        var key = string.Join(", ", rule.Rule.Key);
        return ofTable.FirstOrDefault(index => RuleComparison.Narrower(rule, index)) is { } narrower
            ? $"no unique index is on ({key}); {narrower.Index.Name} on ({string.Join(", ", narrower.Index.Key.Select(part => part.Part))}) is stricter, and refuses what this rule allows"
            : $"no unique index is on ({key})";
    }
}
