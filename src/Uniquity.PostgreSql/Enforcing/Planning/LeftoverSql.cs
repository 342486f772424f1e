using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>Finds what a call left that was killed.</summary>
internal static class LeftoverSql
{
    /// <summary>Whether a guard stands on a table.</summary>
    public static SqlText Guard(TableState table) => SqlText.Of(
        $"SELECT EXISTS (SELECT FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname = 'uniquity' AND p.proname = {SqlText.Value(FormattableString.Invariant($"guard_{table.Oid}"))})");

    /// <summary>The indexes that a guard looked keys up by.</summary>
    public static async Task<IReadOnlyList<TableName>> LookupsAsync(Session session, TableState table, CancellationToken cancellationToken)
    {
        var names = table.Leaves.Select(Guarding.Guard.Lookup).ToList();
        if (names.Count == 0) return [];
        return await session.QueryAsync(SqlText.Of($"""
            SELECT n.nspname::text, c.relname::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'i' AND (n.nspname, c.relname) IN ({SqlText.Join(", ", names.Select(name => SqlText.Of($"({SqlText.Value(name.Schema)}, {SqlText.Value(name.Name)})")))})
            """), row => new TableName(row.GetString(0), row.GetString(1)), cancellationToken);
    }

    /// <summary>Words them.</summary>
    public static IReadOnlyList<string> Words(EnforceContext context)
    {
        var words = new List<string>();
        if (context.Unfinished is { } index) words.Add($"{index.Name} is invalid, left by a build that did not end: it is dropped and built again");
        if (context.Guarded) words.Add($"a guard of an earlier call still refuses duplicates in {context.Table.Name}: it is removed when the index stands, or by: DROP FUNCTION uniquity.guard_{context.Table.Oid}() CASCADE");
        if (context.Lookups.Count > 0) words.Add($"{string.Join(", ", context.Lookups.Select(lookup => lookup.Name))} was made for that guard, and goes with it");
        return words;
    }
}
