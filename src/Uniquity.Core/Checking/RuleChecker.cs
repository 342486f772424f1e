using Uniquity.Duplicates;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Targets;

namespace Uniquity.Checking;

/// <summary>Holds a live database against the rules that someone wrote for it. Only reads.</summary>
/// <remarks>
/// An index that enforces a rule is trusted: its rows are not counted. Those of other rules are, one statement each. Two rules
/// that mean the same are refused, as the second would say nothing or contradict. Not safe for concurrent use.
/// </remarks>
/// <param name="target">The database.</param>
public sealed class RuleChecker(ITarget target)
{
    private readonly FormReader forms = new(target);

    /// <summary>Checks.</summary>
    /// <exception cref="UsageException">Two rules mean the same.</exception>
    /// <exception cref="TargetException">The database cannot be reached, or denies access.</exception>
    public async Task<CheckReport> CheckAsync(
        IReadOnlyList<Rule> rules, CheckOptions options, IProgress<DuplicateProgress>? progress, CancellationToken cancellationToken)
    {
        var indexes = (await target.GetUniqueIndexesAsync(options.Table, cancellationToken)).Where(index => !ArchiveTables.Contains(index.Table)).ToList();
        var verdicts = new Verdicts(indexes);
        var known = await ReadAsync(rules, options, verdicts, cancellationToken);
        foreach (var rule in known)
        {
            var held = verdicts.Judge(rule, await forms.OfAsync(rule.Table, indexes, cancellationToken));
            if (!held) await CountAsync(rule, options, verdicts, progress, cancellationToken);
        }

        return verdicts.Report();
    }

    /// <summary>The rule that wants a unique index.</summary>
    /// <returns><see langword="null"/> where no rule wants it.</returns>
    public async Task<Rule?> FindAsync(IReadOnlyList<Rule> rules, UniqueIndex index, CancellationToken cancellationToken)
    {
        KnownIndex? form = null;
        Rule? nearest = null;
        foreach (var rule in rules)
        {
            try
            {
                if (await target.FindTableAsync(rule.On, cancellationToken) != index.Table) continue;
                var known = await forms.ReadAsync(rule, cancellationToken);
                form ??= await forms.ReadAsync(index, cancellationToken);
                if (RuleComparison.Compare(known, form) is not { } differences) continue;
                if (differences.Count == 0) return rule;
                nearest ??= rule;
            }
            catch (Exception unread) when (unread is UsageException or NotCheckedException)
            {
                // A rule that this database cannot read wants no index of it; `check` says so.
            }
        }

        return nearest;
    }

    private async Task<IReadOnlyList<KnownRule>> ReadAsync(IReadOnlyList<Rule> rules, CheckOptions options, Verdicts verdicts, CancellationToken cancellationToken)
    {
        var known = new List<KnownRule>();
        foreach (var rule in rules)
        {
            TableName? table = null;
            try
            {
                table = await target.FindTableAsync(rule.On, cancellationToken);
                if (options.Table is not null && table != options.Table) continue;
                if (table is null)
                {
                    verdicts.Missing(rule, table, await NoTableAsync(rule, cancellationToken));
                    continue;
                }

                var read = await forms.ReadAsync(rule, cancellationToken);
                if (known.Find(read.Repeats) is { } first) throw new DoubledRuleException(Doubled(first.Rule, rule));
                known.Add(read);
            }
            catch (UsageException unread)
            {
                if (options.Table is null || table is not null) verdicts.Missing(rule, table, unread.Message.TrimEnd('.'));
            }
            catch (NotCheckedException unread)
            {
                verdicts.NotChecked(rule, "index", unread.Message.TrimEnd('.'));
            }
            catch (DoubledRuleException doubled)
            {
                throw new UsageException(doubled.Message, doubled);
            }
        }

        return known;
    }

    private async Task<string> NoTableAsync(Rule rule, CancellationToken cancellationToken)
    {
        var indexed = await target.GetUniqueIndexesAsync(table: null, cancellationToken);
        var near = NearestName.Find(rule.On, indexed.SelectMany(index => new[] { index.Table.Name, index.Table.ToString() }).Distinct(StringComparer.Ordinal));
        return near is null ? $"there is no {target.TableNoun} {rule.On}" : $"there is no {target.TableNoun} {rule.On}; did you mean {near}?";
    }

    private async Task CountAsync(KnownRule rule, CheckOptions options, Verdicts verdicts, IProgress<DuplicateProgress>? progress, CancellationToken cancellationToken)
    {
        if (!options.CountRows)
        {
            verdicts.NotChecked(rule.Rule, "data", "the rows were not to be counted");
            return;
        }

        try
        {
            var report = await target.Duplicates.CountAsync(rule.Question, progress, cancellationToken);
            if (report.Groups > 0) verdicts.Violated(rule.Rule, report);
        }
        catch (Exception refused) when (refused is NotCheckedException or UsageException)
        {
            verdicts.NotChecked(rule.Rule, "data", refused.Message.TrimEnd('.'));
        }
    }

    private static string Doubled(Rule first, Rule second) =>
        $"{second.Place ?? "the rules"}: this rule is the one at {first.Place ?? "another place"} again ({second.On} by {string.Join(", ", second.Key)})"
        + (first.Conflict == second.Conflict ? "; keep one" : "; one says conflict: exclusive, the other expected: keep the one that is meant");

    /// <summary>Two rules that mean the same; apart from a rule that cannot be read, which is drift.</summary>
    private sealed class DoubledRuleException(string message) : Exception(message);
}
