using System.Globalization;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>Settles the name of the index: the one wished for, or the server's own with a number where that is taken.</summary>
internal sealed class IndexName(Session session)
{
    /// <summary>Checks a name that a person gave.</summary>
    /// <exception cref="UsageException">It is empty, or longer than the server keeps.</exception>
    public static void Check(string name)
    {
        if (name.Length == 0) throw new UsageException("--name is empty; nearest right call: leave it out, and the server's own choice is taken");
        if (Quote.Truncate(name) is var cut && cut != name) throw new UsageException($"{name} is longer than the {Quote.NameBytes} bytes that PostgreSQL keeps of a name; nearest right call: --name {cut}");
    }

    /// <summary>Chooses one that is free, or that an unfinished build of the same index has.</summary>
    /// <returns>The index with its name, and the unfinished build.</returns>
    /// <exception cref="RefusedException">The name is taken.</exception>
    public async Task<(WantedIndex Wanted, UniqueIndex? Unfinished)> ChooseAsync(
        WantedIndex wanted, bool given, string? replaced, IReadOnlyList<UniqueIndex> indexes, CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            var name = number == 0 ? wanted.Name : Numbered(wanted.Name, number);
            var found = await FindAsync(wanted.Table, name, cancellationToken);
            if (found is null) return (wanted with { Name = name }, null);
            if (found.Builder is { } builder) throw new RefusedException($"{name} is being built by another session now (server process {builder}): wait for it, or stop it first.");
            if (found is { OnTable: true, Invalid: true } && indexes.FirstOrDefault(index => index.Name == name) is { } unfinished && wanted.IsSame(unfinished)) return (wanted with { Name = name }, unfinished);
            if (name == replaced) continue;
            if (given && number == 0) throw new RefusedException($"The name {name} is taken by {found.What} in the schema {wanted.Table.Name.Schema}: choose another with --name.");
        }
    }

    private async Task<FoundName?> FindAsync(TableState table, string name, CancellationToken cancellationToken) => await session.QueryAsync(SqlText.Of($"""
        SELECT CASE WHEN x.indexrelid IS NOT NULL THEN 'an index of ' || x.indrelid::regclass ELSE 'a ' || CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' WHEN 'S' THEN 'sequence' WHEN 'c' THEN 'type' ELSE 'table' END END,
          x.indrelid IS NOT DISTINCT FROM {table.Oid}::oid, x.indexrelid IS NOT NULL AND NOT x.indisvalid,
          (SELECT p.pid FROM pg_stat_progress_create_index p WHERE p.index_relid = c.oid AND p.datname = current_database() LIMIT 1)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_index x ON x.indexrelid = c.oid
        WHERE n.nspname = {SqlText.Value(table.Name.Schema)} AND c.relname = {SqlText.Value(name)}
        UNION ALL
        SELECT 'a constraint of ' || k.conrelid::regclass, false, false, NULL FROM pg_constraint k
        WHERE k.conrelid = {table.Oid}::oid AND k.conname = {SqlText.Value(name)} AND NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = k.conindid AND c.relname = k.conname)
        """), row => new FoundName(name, row.GetString(0), row.GetBoolean(1), row.GetBoolean(2), row.IsDBNull(3) ? null : row.GetInt32(3)), cancellationToken) is [var found, ..] ? found : null;

    /// <summary>The server's way: a number at the end, the name cut so that it fits.</summary>
    private static string Numbered(string name, int number)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture);
        var stem = name;
        while (Quote.Truncate(stem + digits) != stem + digits) stem = stem[..^(char.IsLowSurrogate(stem[^1]) ? 2 : 1)];
        return stem + digits;
    }
}
