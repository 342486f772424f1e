using Microsoft.Data.Sqlite;
using SQLitePCL;
using Uniquity.Sqlite.Running;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving.Applying;

/// <summary>Words what stopped a run.</summary>
internal static class Stops
{
    /// <summary>Whether a failure leaves a run to be gone on with.</summary>
    public static bool It(Exception failure) => failure is TargetException or OperationCanceledException or IOException;

    /// <summary>What happened, in half a sentence.</summary>
    public static string Explain(Exception failure, string path) => failure switch
    {
        OperationCanceledException => "it was asked to",
        TargetException { InnerException: SqliteException fault } => fault.SqliteErrorCode switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"another connection holds a lock on {path}",
            raw.SQLITE_FULL => $"the disk of {path} is full, or its max_page_count is reached",
            raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_CANTOPEN => $"{path} or its folder cannot be written",
            raw.SQLITE_CONSTRAINT => $"SQLite refused a change ({SqliteFault.Text(fault)})",
            raw.SQLITE_IOERR => $"{path} cannot be read or written ({SqliteFault.Text(fault)})",
            _ => SqliteFault.Text(fault),
        },
        _ => failure.Message.TrimEnd('.'),
    };
}
