using Microsoft.Data.Sqlite;
using Uniquity.Indexes;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Catalogue;

/// <summary>Reads the unique indexes of a table.</summary>
/// <remarks>
/// <para>A primary key that is the rowid has no index of its own. It is reported all the same, under the name
/// <see cref="RowidPrimaryKey"/>, since it refuses duplicates like one.</para>
/// <para>SQLite names the indexes of constraints itself: <c>sqlite_autoindex_users_1</c>.</para>
/// </remarks>
internal sealed class UniqueIndexReader(SqliteSession session, SqliteCatalogue catalogue, IndexSizes sizes)
{
    /// <summary>The name given to a primary key that is the rowid.</summary>
    public const string RowidPrimaryKey = "PRIMARY KEY";

    /// <summary>The unique indexes of one table, in the order of their names.</summary>
    public async Task<IReadOnlyList<UniqueIndex>> ReadAsync(TableName name, CancellationToken cancellation)
    {
        var table = await catalogue.GetTableAsync(name, cancellation);
        var sql = new SqlText()
            .Add("SELECT i.name, i.origin, i.partial, x.cid, x.name, x.\"desc\", x.coll, m.sql ")
            .Add("FROM pragma_index_list(").Value(name.Name).Add(", 'main') AS i ")
            .Add("JOIN pragma_index_xinfo(i.name, 'main') AS x ")
            .Add("LEFT JOIN sqlite_master AS m ON m.type = 'index' AND m.name = i.name ")
            .Add("WHERE i.\"unique\" AND x.key ORDER BY i.name, x.seqno");
        var rows = await session.QueryAsync(sql, IndexRow.Read, cancellation);
        var indexes = rows.GroupBy(r => r.Index, StringComparer.Ordinal).Select(parts => Index(table, [.. parts])).ToList();
        if (table.Columns.FirstOrDefault(c => c.IsRowid) is { } rowid) indexes.Insert(0, RowidKey(table, rowid));
        for (var i = 0; i < indexes.Count; i++)
        {
            indexes[i] = indexes[i] with { SizeBytes = await sizes.OfAsync(indexes[i], cancellation) };
        }

        return RedundantIndexes.Warn(indexes);
    }

    private static UniqueIndex RowidKey(SqliteTable table, SqliteColumn rowid) => new()
    {
        Table = table.Name,
        Name = RowidPrimaryKey,
        Key = [new KeyPart(rowid.Name)],
        Primary = true,
        Constraint = true,
    };

    private static UniqueIndex Index(SqliteTable table, IReadOnlyList<IndexRow> rows)
    {
        var written = rows[0].Sql is { } sql ? CreateIndexText.Read(sql) : null;
        return new UniqueIndex
        {
            Table = table.Name,
            Name = rows[0].Index,
            Key = [.. rows.Select((row, i) => Part(table, row, written?.Parts[i]))],
            Primary = rows[0].Origin == "pk",
            Constraint = rows[0].Origin is "pk" or "u",
            Filter = rows[0].Partial ? written?.Filter : null,
            Collation = rows.Select(r => r.Collation.ToUpperInvariant()).FirstOrDefault(c => c != "BINARY"),
        };
    }

    private static KeyPart Part(SqliteTable table, IndexRow row, string? written)
    {
        var part = new KeyPart(row.Column ?? written ?? "rowid", row.IsExpression, row.Descending);
        var own = table.CollationOf(part);
        return SqliteName.Same(own, row.Collation) ? part : part with { Collation = row.Collation.ToUpperInvariant() };
    }

    private sealed record IndexRow(string Index, string Origin, bool Partial, bool IsExpression, string? Column, bool Descending, string Collation, string? Sql)
    {
        /// <summary>In index_xinfo, cid is -2 for an expression.</summary>
        public static IndexRow Read(SqliteDataReader row) => new(
            row.GetString(0),
            row.GetString(1),
            row.GetBoolean(2),
            row.GetInt32(3) == -2,
            row.IsDBNull(4) ? null : row.GetString(4),
            row.GetBoolean(5),
            row.GetString(6),
            row.IsDBNull(7) ? null : row.GetString(7));
    }
}
