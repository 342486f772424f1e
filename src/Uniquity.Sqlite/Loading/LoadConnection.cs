using Microsoft.Data.Sqlite;
using SQLitePCL;
using Uniquity.Sqlite.Connecting;

namespace Uniquity.Sqlite.Loading;

/// <summary>The connection that a load writes on; statements run in the calling thread.</summary>
/// <remarks>Foreign keys are enforced, as the application would; the journal mode stays as the file has it.</remarks>
internal sealed class LoadConnection : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly List<string> log = [];

    private LoadConnection(SqliteConnection connection) => this.connection = connection;

    /// <summary>The statements prepared so far.</summary>
    public IReadOnlyList<string> Log => log;

    /// <summary>The driver's connection, for what only reads the catalogue.</summary>
    public SqliteConnection Driver => connection;

    /// <summary>SQLite's handle.</summary>
    public sqlite3 Handle => connection.Handle!;

    /// <summary>Whether no transaction is open; some faults and RAISE(ROLLBACK) end it by themselves.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(Handle) != 0;

    /// <summary>Whether references are open that must be closed before COMMIT.</summary>
    public bool OwesReferences => raw.sqlite3_db_status(Handle, raw.SQLITE_DBSTATUS_DEFERRED_FKS, out var owed, out _, 0) == raw.SQLITE_OK && owed > 0;

    /// <summary>Opens the file.</summary>
    /// <exception cref="Targets.TargetException">It cannot be written.</exception>
    public static LoadConnection Open(SqliteTargetOptions options)
    {
        var opened = new LoadConnection(SqliteOpener.Open(options, SqliteAccess.Write));
        raw.sqlite3_busy_timeout(opened.Handle, (int)Math.Clamp(options.LockTimeout.TotalMilliseconds, 0, int.MaxValue));
        opened.Execute("PRAGMA foreign_keys = 1");
        opened.Execute("PRAGMA cache_size = -16384");
        return opened;
    }

    /// <summary>Prepares a statement.</summary>
    /// <exception cref="SqliteRefusal">It cannot be.</exception>
    public LoadStatement Prepare(string sql)
    {
        if (log.Count < 1000) log.Add(sql);
        if (raw.sqlite3_prepare_v2(Handle, sql, out var statement) != raw.SQLITE_OK) throw Refusal(ofStatement: true);
        return new(this, statement);
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>The rows that it wrote.</returns>
    /// <exception cref="SqliteRefusal">It was refused.</exception>
    public int Execute(string sql, params object?[] values)
    {
        using var statement = Prepare(sql);
        for (var at = 0; at < values.Length; at++) statement.Bind(at + 1, values[at]);
        while (statement.Step())
        {
        }

        return raw.sqlite3_changes(Handle);
    }

    /// <summary>Runs a statement and reads its rows.</summary>
    public List<T> Query<T>(string sql, Func<LoadStatement, T> read, params object?[] values)
    {
        using var statement = Prepare(sql);
        for (var at = 0; at < values.Length; at++) statement.Bind(at + 1, values[at]);
        var rows = new List<T>();
        while (statement.Step()) rows.Add(read(statement));
        return rows;
    }

    /// <summary>Rolls back what is open.</summary>
    public void RollBack()
    {
        if (IsIdle) return;
        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteRefusal)
        {
            // The first failure is the one to tell; closing the connection rolls back too.
        }
    }

    /// <summary>What the last call was refused for.</summary>
    public SqliteRefusal Refusal(bool ofStatement = false) => new(raw.sqlite3_extended_errcode(Handle), raw.sqlite3_errmsg(Handle).utf8_to_string(), ofStatement);

    /// <inheritdoc/>
    public void Dispose() => connection.Dispose();
}
