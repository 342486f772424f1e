using Uniquity.Facts;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Sql;

/// <summary>Keeps what stands in an error's text from calling what acts.</summary>
/// <remarks>
/// A read-only transaction does not stop pg_terminate_backend or pg_sleep. An index can only be built over functions that are
/// immutable, so an expression or filter that calls a volatile one is of no key, and is not run.
/// </remarks>
internal static class VolatileCalls
{
    /// <summary>Checks the functions that a text calls.</summary>
    /// <exception cref="NotCheckedException">One of them is volatile.</exception>
    public static async Task CheckAsync(Session session, string sql, CancellationToken cancellationToken)
    {
        var names = In(sql).Distinct(StringComparer.Ordinal).ToList();
        if (names.Count == 0) return;
        var found = await session.QueryAsync(
            SqlText.Of($"SELECT proname::text FROM pg_proc WHERE provolatile = 'v' AND proname IN ({SqlText.Join(", ", names.Select(name => SqlText.Value(name)))}) LIMIT 1"),
            row => row.GetString(0), cancellationToken);
        if (found is [var name]) throw new NotCheckedException($"{sql.ReplaceLineEndings(" ")} calls {name}, which can do more than compute, so it is not run.");
    }

    /// <summary>The names that stand before an opening parenthesis.</summary>
    private static IEnumerable<string> In(string sql)
    {
        for (var at = sql.IndexOf('(', StringComparison.Ordinal); at >= 0; at = sql.IndexOf('(', at + 1))
        {
            var end = at;
            while (end > 0 && char.IsWhiteSpace(sql[end - 1])) end--;
            if (end > 0 && sql[end - 1] == '"')
            {
                var open = sql.LastIndexOf('"', Math.Max(end - 2, 0));
                if (open >= 0 && open < end - 1) yield return sql[(open + 1)..(end - 1)];
                continue;
            }

            var start = end;
            while (start > 0 && (char.IsLetterOrDigit(sql[start - 1]) || sql[start - 1] is '_' or '$')) start--;
            if (start < end) yield return sql[start..end].ToLowerInvariant();
        }
    }
}
