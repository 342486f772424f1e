using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>The index whose place is taken, or that is dropped, and who needs it.</summary>
/// <param name="Index">The index.</param>
/// <param name="Oid">Its object id.</param>
/// <param name="ForeignKeys">The foreign keys that refer to it, each as <c>constraint on table</c>.</param>
/// <param name="Identity">Whether logical replication knows rows by it.</param>
/// <param name="Clustered">Whether the table is clustered by it.</param>
/// <param name="Parent">The partitioned index of which it is a part.</param>
internal sealed record Replaced(UniqueIndex Index, long Oid, IReadOnlyList<string> ForeignKeys, bool Identity, bool Clustered, string? Parent)
{
    /// <summary>Its name with the schema.</summary>
    public TableName FullName => Index.Table with { Name = Index.Name };

    /// <summary>Finds it.</summary>
    /// <exception cref="UsageException">The table has no unique index of this name.</exception>
    public static async Task<Replaced> FindAsync(Session session, IReadOnlyList<UniqueIndex> indexes, TableState table, string name, string option, CancellationToken cancellationToken)
    {
        var index = indexes.FirstOrDefault(index => index.Name == name) ?? indexes.FirstOrDefault(index => Quote.Name(index.Name) == name || string.Equals(index.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException(indexes.Count == 0
                ? $"{table.Name} has no unique index, so none is called {name}."
                : $"{table.Name} has no unique index {name}; nearest right call: {option}{Quote.Name(NearestName.Find(name, indexes.Select(known => known.Name)) ?? indexes[0].Name)}");
        var rows = await session.QueryAsync(SqlText.Of($"""
            SELECT x.indexrelid::bigint, x.indisreplident, x.indisclustered,
              (SELECT h.inhparent::regclass::text FROM pg_inherits h WHERE h.inhrelid = x.indexrelid),
              (SELECT string_agg(quote_ident(k.conname) || ' of ' || k.conrelid::regclass, ', ' ORDER BY k.conname) FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype = 'f' AND k.conparentid = 0)
            FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid WHERE x.indrelid = {table.Oid}::oid AND c.relname = {SqlText.Value(index.Name)}
            """), row => new Replaced(index, row.GetInt64(0), row.Text(4) is { } keys ? [keys] : [], row.GetBoolean(1), row.GetBoolean(2), row.Text(3)), cancellationToken);
        return rows[0];
    }

    /// <summary>Why it cannot go, or nothing.</summary>
    /// <param name="by">The index that takes its place; <see langword="null"/> where none does.</param>
    public string? Refusal(WantedIndex? by)
    {
        var table = Quote.Table(Index.Table);
        if (Parent is not null) return $"{Index.Name} is a part of {Parent}, the index of the partitioned table: drop that one, and the parts go with it.";
        if (Index.Primary) return $"{Index.Name} is the primary key of {Index.Table}. Where that is meant: ALTER TABLE {table} DROP CONSTRAINT {Quote.Name(Index.Name)}";
        if (ForeignKeys.Count > 0)
            return $"{Index.Name} is what the foreign key {ForeignKeys[0]} refers to: point it at another key first (ALTER TABLE … DROP CONSTRAINT …, ADD CONSTRAINT … FOREIGN KEY … NOT VALID, then VALIDATE CONSTRAINT).";
        if (Identity && (by is null || by.Filter is not null || by.Key.Any(part => part.Expression)))
            return $"{Index.Name} is the replica identity of {Index.Table}, by which logical replication finds rows. First: ALTER TABLE {table} REPLICA IDENTITY DEFAULT (or USING INDEX another)";
        return null;
    }

    /// <summary>The statements that drop it, and move what hung on it.</summary>
    public IEnumerable<SqlText> Handover(WantedIndex by)
    {
        if (Identity) yield return SqlText.Of($"ALTER TABLE {Index.Table} REPLICA IDENTITY USING INDEX {SqlText.Name(by.Name)}");
        if (Clustered && by.Filter is null) yield return SqlText.Of($"ALTER TABLE {Index.Table} CLUSTER ON {SqlText.Name(by.Name)}");
    }

    /// <summary>The statement that drops it.</summary>
    public SqlText Drop(TableState table) => Index.Constraint ? IndexSql.DropConstraint(Index.Table, Index.Name) : IndexSql.Drop(FullName, concurrently: !table.Partitioned);

    /// <summary>What dropping it blocks.</summary>
    public string DropLock(TableState table) => Index.Constraint || table.Partitioned ? Locks.Table(Index.Table) : Locks.None;
}
