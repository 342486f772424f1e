using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Uniquity.Sqlite.Writing;

/// <summary>Notices that a table is no longer what the schema said of it.</summary>
internal static class SchemaChange
{
    /// <summary>Writes; where a statement does not fit the schema any more, reads the schema anew and writes once more.</summary>
    /// <remarks>SQLITE_ERROR is what SQLite says of a missing column, table or conflict target; nothing of that statement is left.</remarks>
    public static async Task<TResult> RetryAsync<TResult>(SqliteConnection connection, Func<Task<TResult>> write)
    {
        try
        {
            return await write();
        }
        catch (SqliteException fault) when (fault.SqliteErrorCode == raw.SQLITE_ERROR)
        {
            WriterCache.Forget(connection);
        }

        return await write();
    }
}
