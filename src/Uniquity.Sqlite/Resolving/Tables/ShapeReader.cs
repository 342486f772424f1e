using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving.Tables;

/// <summary>Reads the shapes of tables from the catalogue, each once.</summary>
internal sealed class ShapeReader(SqliteSession session)
{
    private readonly SqliteCatalogue catalogue = new(session);
    private readonly Dictionary<string, TableShape> known = new(StringComparer.Ordinal);
    private IReadOnlyList<string>? names;
    private IReadOnlyList<Trigger>? triggers;

    /// <summary>The person's tables.</summary>
    public async Task<IReadOnlyList<string>> TableNamesAsync(CancellationToken cancellation) => names ??= await catalogue.TableNamesAsync(cancellation);

    /// <summary>All triggers of the file.</summary>
    public async Task<IReadOnlyList<Trigger>> TriggersAsync(CancellationToken cancellation) =>
        triggers ??= [.. (await new TriggerReader(session).ReadAsync(cancellation)).Where(trigger => trigger.Sql is not null)];

    /// <summary>The shape of a table.</summary>
    /// <exception cref="UsageException">There is no such table.</exception>
    /// <exception cref="RefusedException">Its rows cannot be told apart, or are not stored in the file.</exception>
    public async Task<TableShape> ReadAsync(TableName name, CancellationToken cancellation)
    {
        if (known.TryGetValue(name.Name, out var shape)) return shape;
        await CheckKindAsync(name, cancellation);
        var table = await catalogue.GetTableAsync(name, cancellation);
        if (table.HasRowid && table.Rowid is null && table.Columns.All(column => !column.IsRowid))
            throw new RefusedException($"{name} has columns named rowid, oid and _rowid_, so its rows cannot be addressed: rename one (ALTER TABLE {table.Sql} RENAME COLUMN oid TO …).");
        var (keys, indexed) = await IndexesAsync(table, cancellation);
        shape = new()
        {
            Table = table,
            Number = known.Count + 1,
            UniqueKeys = keys,
            Indexed = indexed,
            Triggers = [.. (await TriggersAsync(cancellation)).Where(trigger => SqliteName.Same(trigger.On.Table, name.Name)).Select(trigger => trigger.Name)],
        };
        return known[name.Name] = shape;
    }

    /// <summary>Words for the nearest name of a column.</summary>
    public static string Nearest(string typed, TableShape table) =>
        NearestName.Find(typed, table.Columns.Select(column => column.Name)) is { } nearest ? $": did you mean {nearest}?" : $": it has {string.Join(", ", table.Columns.Take(12).Select(column => column.Name))}";

    private async Task CheckKindAsync(TableName name, CancellationToken cancellation)
    {
        var kinds = await session.QueryAsync(
            new SqlText().Add("SELECT type, rootpage FROM main.sqlite_master WHERE type IN ('table', 'view') AND name = ").Value(name.Name).Add(" COLLATE NOCASE"),
            row => (Type: row.GetString(0), Stored: row.GetInt64(1) > 0), cancellation);
        if (kinds.Count == 0) throw new UsageException($"There is no table {name}.");
        if (kinds[0].Type == "view") throw new RefusedException($"{name} is a view: resolve the table that it reads.");
        if (!kinds[0].Stored) throw new RefusedException($"{name} is a virtual table, whose rows are in other tables: it cannot be resolved.");
    }

    private async Task<(IReadOnlyList<UniqueKey> Keys, IReadOnlyList<string> Indexed)> IndexesAsync(SqliteTable table, CancellationToken cancellation)
    {
        var rows = await session.QueryAsync(
            new SqlText().Add("SELECT i.name, i.\"unique\", i.partial, x.cid, x.name, x.coll, m.sql, x.seqno FROM pragma_index_list(").Value(table.Name.Name)
                .Add(", 'main') AS i JOIN pragma_index_xinfo(i.name, 'main') AS x LEFT JOIN main.sqlite_master AS m ON m.type = 'index' AND m.name = i.name WHERE x.key ORDER BY i.name, x.seqno"),
            row => (Index: row.GetString(0), Unique: row.GetBoolean(1), Partial: row.GetBoolean(2), Expression: row.GetInt32(3) == -2,
                Column: row.IsDBNull(4) ? null : row.GetString(4), Collation: row.GetString(5), Sql: row.IsDBNull(6) ? null : row.GetString(6), Seq: row.GetInt32(7)),
            cancellation);
        var keys = new List<UniqueKey>();
        if (table.Columns.FirstOrDefault(column => column.IsRowid) is { } rowid) keys.Add(new($"{table.Name}.{rowid.Name}", [SqliteName.Quote(rowid.Name)], ["BINARY"], Filter: null, [rowid.Name]));
        foreach (var index in rows.Where(row => row.Unique).GroupBy(row => row.Index, StringComparer.Ordinal))
        {
            var written = index.First().Sql is { } sql ? CreateIndexText.Read(sql) : null;
            var filter = index.First().Partial ? written?.Filter : null;
            var parts = index.Select((row, n) => row.Column is { } column && !row.Expression ? SqliteName.Quote(column) : $"({written?.Parts[n] ?? row.Column})").ToList();
            var columns = parts.SelectMany(part => KeyReader.ColumnsIn(table, part)).Concat(filter is null ? [] : KeyReader.ColumnsIn(table, filter)).Select(column => column.Name).Distinct(StringComparer.Ordinal);
            keys.Add(new(index.Key, parts, [.. index.Select(row => row.Collation)], filter, [.. columns]));
        }

        var indexed = rows.Where(row => row is { Seq: 0, Partial: false, Column: not null }).Select(row => row.Column!).Concat(table.Columns.Where(column => column.IsRowid).Select(column => column.Name));
        return (keys, [.. indexed.Distinct(StringComparer.Ordinal)]);
    }
}
