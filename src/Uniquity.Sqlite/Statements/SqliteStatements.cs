using System.Text.Json;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Statements;

/// <summary>Words remedies in SQLite's language. Every text runs in the sqlite3 shell; parameters are for the driver.</summary>
internal sealed class SqliteStatements : IStatementWriter
{
    /// <inheritdoc/>
    public string Table(TableName table) => SqliteName.Quote(table.Name);

    /// <inheritdoc/>
    public string Part(KeyPart part) => part.Expression ? part.Part : SqliteName.Quote(part.Part);

    /// <inheritdoc/>
    public string KeyArgument(IReadOnlyList<KeyPart> key) => string.Join(',', key.Select(WithCollation));

    /// <inheritdoc/>
    public string TableArgument(TableName table) => SqliteName.Quote(table.Name);

    /// <inheritdoc/>
    public string IsNotNull(KeyPart part) => $"{KeyPartSql.Value(part)} IS NOT NULL";

    /// <inheritdoc/>
    public string IsNull(KeyPart part) => $"{KeyPartSql.Value(part)} IS NULL";

    /// <inheritdoc/>
    public string IsNoneOf(KeyPart part, IReadOnlyList<string> values) => values.Count == 1
        ? $"{KeyPartSql.Value(part)} <> {Literal(values[0])}"
        : $"{KeyPartSql.Value(part)} NOT IN ({string.Join(", ", values.Select(Literal))})";

    /// <inheritdoc/>
    public string IsLive(LiveRows live)
    {
        var column = SqliteName.Quote(live.Column);
        return live.Deleted.ValueKind switch
        {
            JsonValueKind.True => $"{column} IS NOT 1",
            JsonValueKind.False => $"{column} IS NOT 0",
            JsonValueKind.Number when live.Deleted.GetRawText() is "0" or "1" => $"{column} IS NOT {live.Deleted.GetRawText()}",
            JsonValueKind.String when !live.Deleted.TryGetDateTimeOffset(out _) && !IsMoment(live.Deleted.GetString()!) =>
                $"{column} IS NOT {SqliteLiteral.Of(live.Deleted.GetString())}",
            _ => $"{column} IS NULL",
        };
    }

    /// <inheritdoc/>
    public string And(string? first, string second) => first is null ? second : $"{KeyPartSql.Filter(first)} AND {KeyPartSql.Filter(second)}";

    /// <inheritdoc/>
    /// <remarks>SQLite has no online build: writers wait while it runs.</remarks>
    public IReadOnlyList<RemedyCommand> CreateUniqueIndex(
        TableName table, string name, IReadOnlyList<KeyPart> key, string? filter, bool nullsDistinct)
    {
        // SQLite has no NULLS NOT DISTINCT; a key of the value and of whether it is null is the same.
        var parts = nullsDistinct ? key.Select(Directed) : key.SelectMany(part => (string[])[$"ifnull({Part(part)}, '')", IsNull(part)]);
        var where = filter is null ? string.Empty : $" WHERE {filter}";
        return [new RemedyCommand("sql", $"CREATE UNIQUE INDEX {SqliteName.Quote(name)} ON {Table(table)} ({string.Join(", ", parts)}){where};")];
    }

    /// <inheritdoc/>
    public IReadOnlyList<RemedyCommand> LoadOrSkip(UniqueIndex index, IReadOnlyList<Column> columns)
    {
        var table = SqliteName.Quote(index.Table.Name);
        var staging = SqliteName.Quote(index.Table.Name + "_staging");
        var inserted = string.Join(", ", Inserted(index, columns).Select(SqliteName.Quote));
        return
        [
            new RemedyCommand("sql", $"CREATE TEMP TABLE {staging} AS SELECT {inserted} FROM {table} WHERE false;"),
            new RemedyCommand("sql", $"-- put the whole batch into {staging}: .import --csv file.csv {index.Table.Name}_staging, or the same INSERT with its name"),
            new RemedyCommand("sql", $"INSERT INTO {table} ({inserted}) SELECT {inserted} FROM {staging} WHERE true ON CONFLICT{Arbiter(index, columns)} DO NOTHING;"),
        ];
    }

    /// <inheritdoc/>
    public RemedyCommand? Revive(UniqueIndex index, IReadOnlyList<string?> key, LiveRows live)
    {
        var value = live.Deleted.ValueKind switch
        {
            JsonValueKind.Number when live.Deleted.GetRawText() is "0" or "1" => live.Deleted.GetRawText() == "1" ? "0" : "1",
            JsonValueKind.String when live.Deleted.TryGetDateTimeOffset(out _) || IsMoment(live.Deleted.GetString()!) => "NULL",
            _ => null,
        };
        if (value is null) return null;
        var conditions = index.Key.Select((part, i) => key[i] is { } own ? $"{KeyPartSql.Compared(part)} {OneOf([own])}" : IsNull(part));
        return new RemedyCommand("sql", $"UPDATE {SqliteName.Quote(index.Table.Name)} SET {SqliteName.Quote(live.Column)} = {value} WHERE {string.Join(" AND ", conditions)}{(index.Filter is null ? "" : $" AND ({index.Filter})")} RETURNING *;");
    }

    /// <inheritdoc/>
    /// <remarks>The index of a constraint cannot be dropped in SQLite: the table has to be made anew without the constraint.</remarks>
    public IReadOnlyList<RemedyCommand> DropIndex(UniqueIndex index)
    {
        if (!index.Constraint) return [new RemedyCommand("sql", $"DROP INDEX {SqliteName.Quote(index.Name)};")];
        var table = index.Table.Name;
        return
        [
            new RemedyCommand("sql", $"""
                -- SQLite cannot drop a constraint ({index.Name}): the table is made anew without it, in one transaction.
                -- Take the statements that this prints, and leave the constraint out of the first:
                SELECT sql FROM sqlite_master WHERE tbl_name = {SqliteLiteral.Of(table)} AND sql IS NOT NULL ORDER BY type DESC;
                -- PRAGMA foreign_keys = OFF; BEGIN; create it as {SqliteName.Quote(table + "_new")};
                -- INSERT INTO {SqliteName.Quote(table + "_new")} SELECT * FROM {SqliteName.Quote(table)};
                -- DROP TABLE {SqliteName.Quote(table)}; ALTER TABLE {SqliteName.Quote(table + "_new")} RENAME TO {SqliteName.Quote(table)};
                -- create its other indexes and triggers again; PRAGMA foreign_key_check; COMMIT; PRAGMA foreign_keys = ON;
                -- Step by step: https://www.sqlite.org/lang_altertable.html#otheralter
                """),
        ];
    }

    /// <inheritdoc/>
    public RemedyCommand InsertOrSkip(UniqueIndex index, IReadOnlyList<Column> columns) =>
        new("sql", $"{Insert(index, columns)}\nON CONFLICT{Arbiter(index, columns)} DO NOTHING\nRETURNING *; -- no row comes back: the key was taken");

    /// <inheritdoc/>
    public RemedyCommand InsertOrUpdate(UniqueIndex index, IReadOnlyList<Column> columns)
    {
        var inserted = Inserted(index, columns);

        // The row that is there keeps its identity: others refer to it.
        var kept = columns.Where(column => column.Primary).Select(column => column.Name).Concat(index.Key.Select(part => part.Part)).ToList();
        var changed = inserted.Where(name => !kept.Exists(own => SqliteName.Same(own, name))).DefaultIfEmpty(inserted[0]);
        var set = string.Join(", ", changed.Select(name => $"{SqliteName.Quote(name)} = excluded.{SqliteName.Quote(name)}"));
        return new RemedyCommand("sql", $"{Insert(index, columns)}\nON CONFLICT{Arbiter(index, columns)} DO UPDATE SET {set}\nRETURNING *;");
    }

    /// <inheritdoc/>
    public RemedyCommand SetNull(TableName table, KeyPart part, IReadOnlyList<string> values) =>
        new("sql", $"UPDATE {Table(table)} SET {Part(part)} = NULL WHERE {Part(part)} {OneOf(values)};");

    /// <inheritdoc/>
    public RemedyCommand ShowRows(TableName table, IReadOnlyList<KeyPart> key, IReadOnlyList<string?> values)
    {
        var conditions = key.Select((part, i) => values[i] is { } value ? $"{KeyPartSql.Compared(part)} {OneOf([value])}" : IsNull(part));
        return new RemedyCommand("sql", $"SELECT * FROM {Table(table)} WHERE {string.Join(" AND ", conditions)};");
    }

    private static string Insert(UniqueIndex index, IReadOnlyList<Column> columns)
    {
        var names = Inserted(index, columns);
        return $"INSERT INTO {SqliteName.Quote(index.Table.Name)} ({string.Join(", ", names.Select(SqliteName.Quote))})\n" +
            $"VALUES ({string.Join(", ", names.Select(Parameter))})";
    }

    /// <summary>The columns that a writer brings: those of the key, and all that nothing generates.</summary>
    private static List<string> Inserted(UniqueIndex index, IReadOnlyList<Column> columns)
    {
        var names = columns
            .Where(c => c.Generator != "generated" && (c.Generator is not ("rowid" or "AUTOINCREMENT") || index.Key.Any(part => SqliteName.Same(part.Part, c.Name))))
            .Select(c => c.Name).ToList();
        return names.Count > 0 ? names : [.. index.Key.Where(part => !part.Expression).Select(part => part.Part).DefaultIfEmpty("…")];
    }

    /// <summary>The conflict target has to repeat key, collations and filter of the index that arbitrates.</summary>
    private static string Arbiter(UniqueIndex index, IReadOnlyList<Column> columns)
    {
        // SQLite finds no index that has the rowid beside other parts; without a target every index arbitrates.
        var hasRowid = index.Key.Any(part => columns.Any(c => c.Generator is "rowid" or "AUTOINCREMENT" && SqliteName.Same(c.Name, part.Part)));
        if (hasRowid && index.Key.Count > 1) return string.Empty;
        var key = $" ({string.Join(", ", index.Key.Select(WithCollation))})";
        return index.Filter is null ? key : $"{key} WHERE {index.Filter}";
    }

    private static string Parameter(string column)
    {
        var quoted = SqliteName.Quote(column);
        return quoted == column || column.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $":{column}" : "?";
    }

    private static string WithCollation(KeyPart part) =>
        part.Collation is null ? (part.Expression ? part.Part : SqliteName.Quote(part.Part)) : KeyPartSql.Compared(part);

    private static string Directed(KeyPart part) => part.Descending ? $"{WithCollation(part)} DESC" : WithCollation(part);

    private static string OneOf(IReadOnlyList<string> values) =>
        values.Count == 1 ? $"= {Literal(values[0])}" : $"IN ({string.Join(", ", values.Select(Literal))})";

    /// <summary>A number stands bare: SQLite reads it as text beside a text column, so it is right for every type.</summary>
    private static string Literal(string value)
    {
        var candidates = SqliteValue.Candidates(value, SqliteAffinity.None);
        return SqliteLiteral.Of(candidates.FirstOrDefault(c => c is long or double) ?? candidates[0]);
    }

    /// <summary>SQLite's own way to write a moment: <c>2026-11-20 10:30:00</c>.</summary>
    private static bool IsMoment(string text) =>
        text.Length >= 10 && text[4] == '-' && text[7] == '-' && text[..4].All(char.IsAsciiDigit);
}
