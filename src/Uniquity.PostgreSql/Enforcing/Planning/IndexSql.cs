using Uniquity.Indexes;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>The statements that make, change and drop indexes.</summary>
internal static class IndexSql
{
    /// <summary>Builds a unique index on a table or partition.</summary>
    public static SqlText CreateUnique(WantedIndex wanted, SqlText table, SqlText name, bool concurrently, bool unlessThere = false) => SqlText.Of(
        $"CREATE UNIQUE INDEX {SqlText.Raw(concurrently ? "CONCURRENTLY " : "")}{SqlText.Raw(unlessThere ? "IF NOT EXISTS " : "")}{name} ON {table} ({Key(wanted.Key)}){NullsOf(wanted)}{Where(wanted.Filter)}");

    /// <summary>Builds an index that is not unique.</summary>
    public static SqlText CreatePlain(TableName table, string name, IReadOnlyList<KeyPart> key, string? filter, bool concurrently) => SqlText.Of(
        $"CREATE INDEX {SqlText.Raw(concurrently ? "CONCURRENTLY " : "")}{SqlText.Name(name)} ON {table} ({Key(key)}){Where(filter)}");

    /// <summary>Drops an index.</summary>
    public static SqlText Drop(TableName index, bool concurrently) => SqlText.Of($"DROP INDEX {SqlText.Raw(concurrently ? "CONCURRENTLY " : "")}{index}");

    /// <summary>Drops a constraint with its index.</summary>
    public static SqlText DropConstraint(TableName table, string name) => SqlText.Of($"ALTER TABLE {table} DROP CONSTRAINT {SqlText.Name(name)}");

    /// <summary>Makes a constraint of an index.</summary>
    public static SqlText AddConstraint(TableName table, string name) => SqlText.Of($"ALTER TABLE {table} ADD CONSTRAINT {SqlText.Name(name)} UNIQUE USING INDEX {SqlText.Name(name)}");

    /// <summary>Makes a partition's index a part of its parent's.</summary>
    public static SqlText Attach(TableName parent, TableName index) => SqlText.Of($"ALTER INDEX {parent} ATTACH PARTITION {index}");

    /// <summary>The parts of a key, between the parentheses.</summary>
    public static SqlText Key(IReadOnlyList<KeyPart> key) => SqlText.Join(", ", key.Select(part => SqlText.Of(
        $"{PartTyping.TextOf(part)}{(part.Collation is { } collation ? SqlText.Raw($" COLLATE {collation}") : SqlText.Empty)}{SqlText.Raw(part.Descending ? " DESC" : "")}")));

    private static SqlText NullsOf(WantedIndex wanted) => SqlText.Raw(wanted.NullsEqual ? " NULLS NOT DISTINCT" : "");

    private static SqlText Where(string? filter) => filter is null ? SqlText.Empty : SqlText.Of($" WHERE {FilterSql.Of(filter)}");
}
