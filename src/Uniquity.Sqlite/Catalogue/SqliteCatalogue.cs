using SQLitePCL;
using Uniquity.Indexes;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Catalogue;

/// <summary>Reads what sqlite_master and the pragmas say of tables.</summary>
/// <remarks>The file's own schema is <c>main</c> and is not shown with names; a file that was opened alone has no other.</remarks>
internal sealed class SqliteCatalogue(SqliteSession session)
{
    /// <summary>The names of all tables that belong to the person, in their order: SQLite's own and the archive of runs are left out.</summary>
    public async Task<IReadOnlyList<string>> TableNamesAsync(CancellationToken cancellation) =>
        await session.QueryAsync(
            new SqlText().Add("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ")
                .Add("AND name NOT IN ('uniquity_runs', 'uniquity_archives', 'uniquity_loads') AND name NOT GLOB 'uniquity_r-[0-9]*-*' ORDER BY name"),
            row => row.GetString(0),
            cancellation);

    /// <summary>Finds a table by a name as typed or as printed by an error.</summary>
    public async Task<TableName?> FindTableAsync(string name, CancellationToken cancellation)
    {
        var names = await TableNamesAsync(cancellation);

        // As it stands first: an error prints names unquoted, whatever is in them.
        return Match(names, name.Trim()) ?? (NameText.TryRead(name, out var read) ? Match(names, read) : null);
    }

    /// <summary>A table with its columns.</summary>
    /// <exception cref="TargetException">There is no such table.</exception>
    public async Task<SqliteTable> GetTableAsync(TableName name, CancellationToken cancellation)
    {
        var sql = new SqlText()
            .Add("SELECT c.name, c.type, c.\"notnull\", c.dflt_value, c.pk, c.hidden, m.rootpage > 0, i.name IS NOT NULL ")
            .Add("FROM pragma_table_xinfo(").Value(name.Name).Add(", 'main') AS c ")
            .Add("JOIN sqlite_master AS m ON m.type = 'table' AND m.name = ").Value(name.Name)
            .Add(" LEFT JOIN pragma_index_list(").Value(name.Name).Add(", 'main') AS i ON i.origin = 'pk' ORDER BY c.cid");
        var rows = await session.QueryAsync(
            sql,
            row => (
                Column: new SqliteColumn(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.IsDBNull(3) ? null : row.GetString(3))
                {
                    PrimaryKeyPosition = row.GetInt32(4),
                    Generated = row.GetInt32(5) is 2 or 3,
                },
                Stored: row.GetBoolean(6),
                PrimaryIndex: row.GetBoolean(7)),
            cancellation);
        if (rows.Count == 0) throw new TargetException($"{session.Path} has no table {name}");

        // A primary key of one column that has no index of its own is the rowid.
        var rowidKey = !rows[0].PrimaryIndex && rows[0].Stored;
        var columns = rows.ConvertAll(r => WithMetadata(name.Name, r.Column with { IsRowid = rowidKey && r.Column.PrimaryKeyPosition > 0 }));
        var hasRowid = rows[0].Stored && await HasRowidAsync(name, cancellation);
        return new SqliteTable(name, columns) { HasRowid = hasRowid };
    }

    private static TableName? Match(IReadOnlyList<string> names, string name)
    {
        foreach (var known in names)
        {
            if (SqliteName.Same(known, name)) return new TableName(null, known);
        }

        return null;
    }

    /// <summary>No pragma tells a column's collation; sqlite3_table_column_metadata does.</summary>
    private SqliteColumn WithMetadata(string table, SqliteColumn column)
    {
        var rc = raw.sqlite3_table_column_metadata(
            session.Connection.Handle, "main", table, column.Name, out _, out var collation, out _, out _, out var autoIncrement);
        return rc != raw.SQLITE_OK ? column : column with { Collation = collation ?? "BINARY", AutoIncrement = autoIncrement != 0 };
    }

    /// <summary>A table without rowid stores its rows in the index of its primary key, whose columns include all others.</summary>
    private async Task<bool> HasRowidAsync(TableName name, CancellationToken cancellation)
    {
        var sql = new SqlText()
            .Add("SELECT count(*) FROM pragma_index_list(").Value(name.Name).Add(", 'main') AS i ")
            .Add("WHERE i.origin = 'pk' AND NOT EXISTS (SELECT 1 FROM pragma_index_xinfo(i.name) AS x WHERE x.cid = -1)");
        return await session.NumberAsync(sql, cancellation) == 0;
    }
}
