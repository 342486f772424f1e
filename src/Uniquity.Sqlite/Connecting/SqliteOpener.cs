using Microsoft.Data.Sqlite;
using Uniquity.Sqlite.Running;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Connecting;

/// <summary>Opens files: to read, to plan, or to repair.</summary>
internal static class SqliteOpener
{
    /// <summary>Opens and reads the header, so that what is no database is known at once.</summary>
    /// <exception cref="TargetException">The file is missing, not a database, encrypted, locked, or cannot be read.</exception>
    public static SqliteConnection Open(SqliteTargetOptions options) => Open(options, SqliteAccess.Read);

    /// <summary>Opens for what is to be done.</summary>
    /// <exception cref="TargetException">The file is missing, not a database, encrypted, locked, or cannot be read.</exception>
    public static SqliteConnection Open(SqliteTargetOptions options, SqliteAccess access)
    {
        NativeLibraryChoice.Make();
        if (options.Path.Contains('\0', StringComparison.Ordinal)) throw new UsageException("a path cannot hold a NUL character");
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            // A full path is never read as a file: URI, whatever characters it holds.
            DataSource = System.IO.Path.GetFullPath(options.Path),
            Mode = access == SqliteAccess.Write ? SqliteOpenMode.ReadWrite : SqliteOpenMode.ReadOnly,
            Cache = SqliteCacheMode.Private,
            Pooling = false,
            DefaultTimeout = Math.Max(1, (int)options.LockTimeout.TotalSeconds),
        }.ToString());
        try
        {
            connection.Open();

            // Lets the progress of a scan be read off the running statement.
            connection.Handle!.enable_sqlite3_next_stmt(true);
            if (access == SqliteAccess.Read) Run(connection, "PRAGMA query_only = 1");

            // 64 MB instead of 2: a plan and its batches look rows up all over the file.
            if (access != SqliteAccess.Read) Run(connection, "PRAGMA cache_size = -65536");

            // A repair follows references itself, to the row that stays: an action of a foreign key would delete what it should move.
            if (access == SqliteAccess.Write) Run(connection, "PRAGMA foreign_keys = 0");

            // Where the schema is not trusted, SQLite 3.40 cannot even open a file with an index over json_extract(), and a repair
            // fires the owner's triggers, which may keep a full-text index. Extensions cannot be loaded through this connection,
            // so a foreign file's schema can call nothing but SQLite's own functions.
            Run(connection, "PRAGMA trusted_schema = 1");
            Run(connection, "SELECT count(*) FROM sqlite_master");
            return connection;
        }
        catch (SqliteException fault)
        {
            connection.Dispose();
            throw SqliteFault.Explain(fault, options.Path);
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteScalar();
    }
}
