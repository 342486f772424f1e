using Uniquity.Indexes;
using Uniquity.Loading;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Loading;

/// <summary>Words the statements for records that have the same columns; parameter <c>?1</c> is the first of them.</summary>
internal sealed class LoadSql(LoadTable table, IReadOnlyList<SqliteColumn> columns)
{
    private string Name => table.Table.Sql;

    /// <summary>Puts a row in; where its key is taken, nothing happens.</summary>
    public string Insert => Values + (Target is { } target ? $" {target} DO NOTHING" : "");

    /// <summary>Writes over the row that holds the key; <see langword="null"/> where nothing is written over.</summary>
    public string? Upsert
    {
        get
        {
            var request = table.Request;
            if (request.OnConflict.Kind is ConflictKind.Skip or ConflictKind.Stop || Target is not { } target) return null;
            var set = columns.Where(column => !IsKey(column)).Select(column => $"{SqliteName.Quote(column.Name)} = excluded.{SqliteName.Quote(column.Name)}").ToList();
            if (request.OnConflict.Kind == ConflictKind.Replace)
            {
                // Another primary key would make another row of it, which references to it do not know.
                set.AddRange(table.Table.Columns.Where(column => !columns.Contains(column) && !IsKey(column) && !IsPrimary(column) && column is { Generated: false, IsRowid: false }).Select(column => $"{SqliteName.Quote(column.Name)} = {Default(column)}"));
            }

            if (set.Count == 0) return null;
            var newer = request.OnConflict.Field is { } typed && table.Table.Find(typed) is { } by ? $" WHERE {Name}.{SqliteName.Quote(by.Name)} IS NULL OR excluded.{SqliteName.Quote(by.Name)} > {Name}.{SqliteName.Quote(by.Name)}" : "";
            return $"{Values} {target} DO UPDATE SET {string.Join(", ", set)}{newer}";
        }
    }

    /// <summary>Finds the row that holds the key of an index, by the index's own comparison.</summary>
    public string Holder(UniqueIndex index)
    {
        var same = index.Key.Select(part => $"{KeyPartSql.Compared(part)} = {(part.Expression ? Computed(part) : Given(part.Part))}");
        var filter = index.Filter is { } partial ? $" AND {KeyPartSql.Filter(partial)}" : "";
        return $"SELECT * FROM {Name} WHERE {string.Join(" AND ", same)}{filter} LIMIT 1";
    }

    /// <summary>Whether the row that holds the key of the record is to be written over by it.</summary>
    public string Older(UniqueIndex index) => table.Request.OnConflict.Field is { } typed && table.Table.Find(typed) is { } by
        ? $"SELECT 1 FROM ({Holder(index)}) AS t WHERE t.{SqliteName.Quote(by.Name)} IS NULL OR {Given(by.Name)} > t.{SqliteName.Quote(by.Name)}"
        : "SELECT 1";

    private string Values
    {
        get
        {
            var names = string.Join(", ", columns.Select(column => SqliteName.Quote(column.Name)));
            return $"INSERT {(table.HasConflictClause ? "OR ABORT " : "")}INTO {Name} ({names}) VALUES ({string.Join(", ", columns.Select((_, at) => $"?{at + 1}"))})";
        }
    }

    /// <summary>The collation is always said: two indexes may have the same column and differ in nothing else.</summary>
    private string? Target => table.Arbiter is not { } index || table.Request.OnConflict.Kind == ConflictKind.Stop
        ? null
        : $"ON CONFLICT ({string.Join(", ", index.Key.Select(PartOfTarget))}){(index.Filter is { } filter ? $" WHERE {KeyPartSql.Filter(filter)}" : "")}";

    private string PartOfTarget(KeyPart part) =>
        !part.Expression && table.Table.Find(part.Part) is { IsRowid: true } ? KeyPartSql.Value(part) : $"{KeyPartSql.Value(part)} COLLATE {SqliteName.Quote(table.Table.CollationOf(part))}";

    private bool IsKey(SqliteColumn column) => table.Arbiter!.Key.Any(part => !part.Expression && SqliteName.Same(part.Part, column.Name));

    private bool IsPrimary(SqliteColumn column) => table.Request.Indexes.Any(index => index.Primary && index.Key.Any(part => SqliteName.Same(part.Part, column.Name)));

    private string Given(string name)
    {
        for (var at = 0; at < columns.Count; at++)
        {
            if (SqliteName.Same(columns[at].Name, name)) return $"?{at + 1}";
        }

        return table.Table.Find(name) is { Generated: false } column ? Default(column) : "NULL";
    }

    /// <summary>An expression over the record: its names mean the record's values where they stand inside.</summary>
    private string Computed(KeyPart part)
    {
        var record = table.Table.Columns.Where(column => !column.Generated).Select(column => $"{Given(column.Name)} AS {SqliteName.Quote(column.Name)}");
        return $"(SELECT {KeyPartSql.Value(part)} FROM (SELECT {string.Join(", ", record)}))";
    }

    /// <summary>In a default, what stands in double quotes is a text; elsewhere it is a name first.</summary>
    private static string Default(SqliteColumn column) => column.Default switch
    {
        null => "NULL",
        ['"', .., '"'] text => $"'{SqliteName.Unquote(text).Replace("'", "''", StringComparison.Ordinal)}'",
        var text => $"({text}\n)",
    };
}
