using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Probes;

/// <summary>UQ904 as SQLSTATE 55000: ON CONFLICT meets a deferrable constraint, which cannot be its arbiter.</summary>
/// <remarks>A second, immediate index over the same key is no way out: all that match are taken, and the deferrable one still raises.</remarks>
internal static class DeferrableArbiter
{
    /// <summary>Finds the deferrable constraints that a clause without columns can have met: the one that it names, else any.</summary>
    public static async Task<ProbeResult> LookAsync(Session session, Evidence told, TableName table, string? constraint, CancellationToken cancellationToken)
    {
        var sql = SqlText.Of($"SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE condeferrable AND contype IN ('p', 'u', 'x') AND conrelid = {SqlText.Value(Quote.Table(table), "regclass")} ORDER BY conname");
        var all = await session.QueryAsync(sql, static row => (Name: row.GetString(0), Definition: row.GetString(1)), cancellationToken);
        var named = constraint is { } name ? all.Where(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList() : [.. all];
        if (named.Count == 0) return ProbeResult.Absent;
        var names = string.Join(", ", named.Select(static one => one.Name));
        return Verdict.Of(
            "UQ904", named.Count == 1 ? Confidence.Certain : Confidence.Likely,
            $"ON CONFLICT cannot use a deferrable constraint, and {table} has {names}: it is checked at the end of the statement or transaction, too late to choose another action.",
            [told, .. named.Select(one => new Evidence($"{one.Name} is {one.Definition}", sql.Literal))],
            [.. named.Select(one => Verdict.Sql(
                $"Make {one.Name} not deferrable, where nothing relies on shifting keys within a transaction", RemedyKind.Index, RemedyLock.Table, reversible: true,
                $"ALTER TABLE {Quote.Table(table)} DROP CONSTRAINT {Quote.Name(one.Name)}, ADD CONSTRAINT {Quote.Name(one.Name)} {Immediate(one.Definition)}"))]);
    }

    // pg_get_constraintdef puts the two last.
    private static string Immediate(string definition)
    {
        foreach (var ending in (ReadOnlySpan<string>)[" INITIALLY DEFERRED", " DEFERRABLE"])
        {
            if (definition.EndsWith(ending, StringComparison.Ordinal)) definition = definition[..^ending.Length];
        }

        return definition;
    }
}
