using Uniquity.Indexes;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Loading;

/// <summary>The unique indexes that were made since the load began.</summary>
internal sealed class NewIndexes(LoadConnection connection, LoadTable table)
{
    private IReadOnlyList<UniqueIndex>? read;

    /// <summary>All of them, as of the last change of the schema.</summary>
    public IReadOnlyList<UniqueIndex> All => read ??= Read();

    /// <summary>The schema has changed.</summary>
    public void Forget() => read = null;

    private List<UniqueIndex> Read()
    {
        var name = table.Request.Table;
        var rows = connection.Query(
            "SELECT i.name, x.cid, x.name, m.sql FROM pragma_index_list(?1, 'main') AS i JOIN pragma_index_xinfo(i.name, 'main') AS x JOIN sqlite_master AS m ON m.type = 'index' AND m.name = i.name WHERE i.\"unique\" AND x.key AND m.sql IS NOT NULL ORDER BY i.name, x.seqno",
            row => (Index: row.Text(0), Column: row.Number(1) == -2 ? null : row.Text(2), Sql: row.Text(3)), name.Name);
        return [.. rows.GroupBy(row => row.Index, StringComparer.Ordinal).Where(parts => table.Request.Indexes.All(known => known.Name != parts.Key)).Select(parts => Index(parts.Key, [.. parts.Select(part => part.Column)], CreateIndexText.Read(parts.First().Sql)))];
    }

    private UniqueIndex Index(string name, IReadOnlyList<string?> columns, CreateIndexText written) => new()
    {
        Table = table.Request.Table,
        Name = name,
        Key = [.. columns.Select((column, at) => new KeyPart(column ?? written.Parts[at], column is null))],
        Filter = written.Filter,
    };
}
