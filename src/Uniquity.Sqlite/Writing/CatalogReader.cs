using Microsoft.Data.Sqlite;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Writing;

/// <summary>Reads what SQLite knows of a table that is written to.</summary>
internal sealed class CatalogReader(SqliteConnection connection)
{
    private const string ColumnsSql = """SELECT name, type, hidden IN (2, 3), dflt_value IS NOT NULL AND "notnull", pk FROM pragma_table_xinfo($1, $2) WHERE hidden <> 1 ORDER BY cid""";

    // A column of the key that has no name and is no expression (-2) is the rowid (-1).
    private const string IndexesSql = """
        SELECT i.name, i.origin, i.partial, x.cid, x.name, x.coll,
            NOT EXISTS (SELECT 1 FROM pragma_index_xinfo(i.name, $2) AS a WHERE a.cid = -1)
        FROM pragma_index_list($1, $2) AS i JOIN pragma_index_xinfo(i.name, $2) AS x WHERE i."unique" AND x.key ORDER BY i.seq, x.seqno
        """;

    /// <summary>Finds a table by its name as SQL writes it, or as it stands.</summary>
    /// <returns>The table; <see langword="null"/> where there is none of that name.</returns>
    public CatalogTable? Read(string name)
    {
        var (schema, table) = Split(name);
        foreach (var candidate in Schemas(schema))
        {
            // As it stands first: a name may hold a dot.
            var found = schema is null || SqliteName.Same(schema, candidate) ? Spelt(candidate, table) : null;
            if (found is not null) return Read(candidate, found);
        }

        return null;
    }

    private static (string? Schema, string Table) Split(string name)
    {
        var tokens = SqlTokenizer.Tokenize(name);
        if (tokens is [{ IsName: true } only]) return (null, only.Name);
        return tokens is [{ IsName: true } schema, var dot, { IsName: true } table] && dot.Is('.') ? (schema.Name, table.Name) : (null, name);
    }

    // In the order in which SQLite looks a bare name up.
    private List<string> Schemas(string? wanted)
    {
        var schemas = Rows("SELECT name FROM pragma_database_list ORDER BY name <> 'temp', seq", row => row.GetString(0));
        if (wanted is null || SqliteName.Same(wanted, "temp")) schemas = [.. schemas.Where(schema => schema != "temp").Prepend("temp")];
        return schemas;
    }

    private string? Spelt(string schema, string table) =>
        Rows($"SELECT name FROM {SqliteName.Always(schema)}.sqlite_master WHERE type = 'table' AND name = $1 COLLATE NOCASE ORDER BY name <> $1", row => row.GetString(0), table).FirstOrDefault();

    private CatalogTable Read(string schema, string table)
    {
        var columns = Rows(ColumnsSql, row => new CatalogColumn(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3), row.GetInt32(4)), table, schema);
        var parts = Rows(IndexesSql, IndexRow.Read, table, schema);
        var texts = Rows($"SELECT name, sql FROM {SqliteName.Always(schema)}.sqlite_master WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL", row => (Name: row.GetString(0), Sql: row.GetString(1)), table)
            .ToDictionary(text => text.Name, text => text.Sql, StringComparer.Ordinal);
        var indexes = parts.GroupBy(part => part.Index, StringComparer.Ordinal).Select(index => Index([.. index], texts.GetValueOrDefault(index.Key))).ToList();
        var primary = parts.Find(part => part.Origin == "pk");
        var key = columns.Where(column => column.PrimaryKeyPosition > 0).ToList();

        // A primary key of one column that has no index of its own is the rowid.
        var rowid = primary is null && key.Count == 1 ? key[0].Name : null;
        if (rowid is not null) indexes.Insert(0, new(UniqueIndexReader.RowidPrimaryKey, [new(rowid, null, null)], null));
        return new(schema, table, columns, indexes) { HasRowid = primary?.OwnsRows != true, RowidColumn = rowid };
    }

    private static CatalogIndex Index(IReadOnlyList<IndexRow> rows, string? sql)
    {
        var written = sql is null ? null : CreateIndexText.Read(sql);
        return new(
            rows[0].Index,
            [.. rows.Select((row, i) => row.IsExpression ? new CatalogIndexPart(null, written!.Parts[i], row.Collation) : new CatalogIndexPart(row.Column ?? "rowid", null, row.Column is null ? null : row.Collation))],
            rows[0].Partial ? written?.Filter : null);
    }

    private List<TRow> Rows<TRow>(string sql, Func<SqliteDataReader, TRow> read, params string[] values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"${i + 1}", values[i]);
        using var reader = command.ExecuteReader();
        var rows = new List<TRow>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    private sealed record IndexRow(string Index, string Origin, bool Partial, bool IsExpression, string? Column, string Collation, bool OwnsRows)
    {
        public static IndexRow Read(SqliteDataReader row) => new(
            row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetInt32(3) == -2, row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5), row.GetBoolean(6));
    }
}
