using Microsoft.Data.Sqlite;

namespace Uniquity.Sqlite;

/// <summary>A unique index of a table and the columns that it has in its key.</summary>
/// <param name="Name">The index.</param>
/// <param name="Columns">Its columns, in their order.</param>
internal sealed record UniqueIndexColumns(string Name, IReadOnlyList<string> Columns)
{
    // An expression has no name, and its index is named in the message.
    private const string Sql =
        "select list.name, info.name from pragma_index_list($table) list, pragma_index_info(list.name) info " +
        "where list.\"unique\" and info.name is not null order by list.seq, info.seqno";

    /// <summary>Those of a table; none where there is no such table.</summary>
    public static async Task<IReadOnlyList<UniqueIndexColumns>> ReadAsync(SqliteConnection connection, string table, CancellationToken cancellation)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.Parameters.AddWithValue("$table", table);
        var rows = new List<(string Index, string Column)>();
        using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation)) rows.Add((reader.GetString(0), reader.GetString(1)));
        return [.. rows.GroupBy(row => row.Index).Select(index => new UniqueIndexColumns(index.Key, [.. index.Select(row => row.Column)]))];
    }
}
