using Uniquity.Causes;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Statements;

/// <summary>Builds and drops unique indexes while writers go on.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY</remarks>
internal sealed class IndexStatements(Func<TableName, IReadOnlyList<TableName>> partitions)
{
    /// <summary>Builds one; that of a partitioned table part by part, because there CONCURRENTLY is refused.</summary>
    public IReadOnlyList<RemedyCommand> Create(TableName table, string name, IReadOnlyList<KeyPart> key, string? filter, bool nullsDistinct)
    {
        var rest = $"({Key(key)}){(nullsDistinct ? "" : " NULLS NOT DISTINCT")}{(filter is null ? "" : $" WHERE {filter}")}";
        var parts = partitions(table);
        if (parts.Count == 0) return [Sql($"CREATE UNIQUE INDEX CONCURRENTLY {Quote.Name(name)} ON {Quote.Table(table)} {rest};")];
        var commands = new List<RemedyCommand>
        {
            Sql($"-- A partitioned table takes no CONCURRENTLY: the parts are built one by one and attached. The key must hold the partition key.\nCREATE UNIQUE INDEX {Quote.Name(name)} ON ONLY {Quote.Table(table)} {rest};"),
        };
        foreach (var part in parts)
        {
            var own = Quote.Shorten($"{part.Name}_{name}");
            commands.Add(Sql($"CREATE UNIQUE INDEX CONCURRENTLY {Quote.Name(own)} ON {Quote.Table(part)} {rest};"));
            commands.Add(Sql($"ALTER INDEX {Quote.Table(table with { Name = name })} ATTACH PARTITION {Quote.Table(part with { Name = own })};"));
        }

        return commands;
    }

    /// <summary>Drops one, or the constraint that owns it.</summary>
    public IReadOnlyList<RemedyCommand> Drop(UniqueIndex index)
    {
        if (index.Constraint) return [Sql($"ALTER TABLE {Quote.Table(index.Table)} DROP CONSTRAINT {Quote.Name(index.Name)};")];
        var concurrently = partitions(index.Table).Count == 0 ? "CONCURRENTLY " : "";
        return [Sql($"DROP INDEX {concurrently}{Quote.Table(index.Table with { Name = index.Name })};")];
    }

    private static string Key(IReadOnlyList<KeyPart> key) => string.Join(", ", key.Select(part =>
        (part.Expression ? $"({part.Part})" : Quote.Name(part.Part)) + (part.Collation is null ? "" : $" COLLATE {part.Collation}") + (part.Descending ? " DESC" : "")));

    private static RemedyCommand Sql(string text) => new("sql", text);
}
