using Uniquity.Causes;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Statements;

/// <summary>Inserts that leave it to the unique index who wins.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT</remarks>
internal static class InsertStatements
{
    /// <summary>Inserts a row, or gives the one that is there, and says which.</summary>
    public static RemedyCommand OrSkip(UniqueIndex index, IReadOnlyList<Column> columns)
    {
        if (CannotArbitrate(index) is { } why) return new("sql", WithSavepoint(index, columns, why));
        var written = Written(index, columns);
        var same = index.Key.Select(part => part.Expression ? null : $"{Quote.Name(part.Part)} = ${written.IndexOf(part.Part) + 1}").ToList();
        var insert = $"{Insert(index, written)}\n{Arbiter(index)} DO NOTHING\nRETURNING *";
        if (same.Contains(null)) return new("sql", $"{insert};\n-- No row comes back: the key was taken.");
        return new("sql", $"""
            WITH added AS (
            {insert})
            SELECT true AS inserted, * FROM added
            UNION ALL
            SELECT false, * FROM {Quote.Table(index.Table)} WHERE {string.Join(" AND ", same)}{(index.Filter is null ? "" : $" AND ({index.Filter})")}
            LIMIT 1;
            -- No row at all: another session committed the key this very moment; run it again.
            """);
    }

    /// <summary>Inserts a row, or updates the one that is there, and says which.</summary>
    public static RemedyCommand OrUpdate(UniqueIndex index, IReadOnlyList<Column> columns)
    {
        if (CannotArbitrate(index) is { } why) return new("sql", WithSavepoint(index, columns, why));
        var written = Written(index, columns);
        var keys = index.Key.Select(part => part.Part).ToList();

        // The row that is there keeps its identity: others refer to it.
        keys.AddRange(columns.Where(column => column.Primary).Select(column => column.Name));
        var changed = written.Where(column => !keys.Contains(column)).DefaultIfEmpty(written[0]);
        var set = string.Join(", ", changed.Select(column => $"{Quote.Name(column)} = EXCLUDED.{Quote.Name(column)}"));
        return new("sql", $"{Insert(index, written)}\n{Arbiter(index)}\nDO UPDATE SET {set}\nRETURNING (xmax = 0) AS inserted, *;");
    }

    /// <summary>Takes a batch into a table of its own first, and inserts from there what is not yet there.</summary>
    public static IReadOnlyList<RemedyCommand> LoadOrSkip(UniqueIndex index, IReadOnlyList<Column> columns)
    {
        if (CannotArbitrate(index) is not null) return [];
        var table = Quote.Table(index.Table);
        var written = string.Join(", ", Written(index, columns).Select(Quote.Name));
        var staging = Quote.Name(Quote.Shorten($"{index.Table.Name}_staging"));
        return
        [
            new("sql", $"CREATE TEMP TABLE {staging} AS SELECT {written} FROM {table} WITH NO DATA;"),
            new("sql", $"-- put the whole batch into {staging}: \\copy {staging} FROM 'file.csv' (FORMAT csv, HEADER), or the same INSERT with its name"),
            new("sql", $"INSERT INTO {table} ({written}) SELECT {written} FROM {staging}\n{Arbiter(index)} DO NOTHING;"),
        ];
    }

    /// <summary>Why ON CONFLICT cannot take this index as its judge; <see langword="null"/> where it can.</summary>
    private static string? CannotArbitrate(UniqueIndex index) =>
        index.Deferrable ? $"{index.Name} is deferrable, and ON CONFLICT takes no deferrable constraint"
        : !index.Valid ? $"{index.Name} is invalid, and ON CONFLICT takes no invalid index"
        : null;

    private static string WithSavepoint(UniqueIndex index, IReadOnlyList<Column> columns, string why) => $"""
        -- {why}: let the insert fail, and go back to before it.
        SAVEPOINT before_insert;
        {Insert(index, Written(index, columns))} RETURNING *;{(index.Deferrable ? $"\nSET CONSTRAINTS {Quote.Table(index.Table with { Name = index.Name })} IMMEDIATE;" : "")}
        -- on SQLSTATE 23505: ROLLBACK TO SAVEPOINT before_insert;
        RELEASE SAVEPOINT before_insert;
        """;

    private static string Insert(UniqueIndex index, List<string> columns) =>
        $"INSERT INTO {Quote.Table(index.Table)} ({string.Join(", ", columns.Select(Quote.Name))}) VALUES ({string.Join(", ", columns.Select((_, n) => $"${n + 1}"))})";

    private static string Arbiter(UniqueIndex index)
    {
        var key = string.Join(", ", index.Key.Select(part =>
            (part.Expression ? $"({part.Part})" : Quote.Name(part.Part)) + (part.Collation is null ? "" : $" COLLATE {part.Collation}")));
        return $"ON CONFLICT ({key}){(index.Filter is null ? "" : $" WHERE {index.Filter}")}";
    }

    /// <summary>The columns that a writer brings: those that nothing generates, and the key's.</summary>
    private static List<string> Written(UniqueIndex index, IReadOnlyList<Column> columns)
    {
        var keys = index.Key.Where(part => !part.Expression).Select(part => part.Part).ToList();
        var written = columns.Where(column => column.Generator is null || keys.Contains(column.Name)).Select(column => column.Name).ToList();
        return written.Count > 0 ? written : keys.Count > 0 ? keys : [.. columns.Select(column => column.Name).DefaultIfEmpty("id")];
    }
}
