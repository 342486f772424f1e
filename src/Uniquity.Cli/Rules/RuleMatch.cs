using Uniquity.Indexes;
using Uniquity.Targets;

namespace Uniquity.Cli.Rules;

/// <summary>Finds the rule that wants a unique index.</summary>
internal static class RuleMatch
{
    /// <summary>The rule whose table and key are the index's.</summary>
    /// <returns><see langword="null"/> where no rule wants it.</returns>
    public static async ValueTask<Rule?> FindAsync(IReadOnlyList<Rule> rules, UniqueIndex index, ITarget target, CancellationToken cancellationToken)
    {
        foreach (var rule in rules)
        {
            if (await target.FindTableAsync(rule.On, cancellationToken) != index.Table) continue;
            var key = await target.ParseKeyAsync(index.Table, string.Join(',', rule.Key), cancellationToken);
            if (key.Select(part => part.Part).SequenceEqual(index.Key.Select(part => part.Part), StringComparer.Ordinal)) return rule;
        }

        return null;
    }
}
