using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Running;

/// <summary>Words SQLite's result codes for a person: one line, with the file and what to do.</summary>
internal static class SqliteFault
{
    /// <summary>The exception for a result code.</summary>
    public static TargetException Explain(SqliteException fault, string path, string? statement = null, TimeSpan? timeout = null)
    {
        var message = fault.SqliteErrorCode switch
        {
            raw.SQLITE_CANTOPEN or raw.SQLITE_IOERR when Directory.Exists(path) => $"{path} is a folder, not a SQLite database",
            raw.SQLITE_CANTOPEN => CannotOpen(path),
            raw.SQLITE_NOTADB => $"{path} is not a SQLite database, or it is encrypted: its first bytes are not SQLite's",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"{path} is locked by another process: try again when its write is done",
            raw.SQLITE_CORRUPT => $"{path} is damaged ({Text(fault)}): run PRAGMA integrity_check in sqlite3",
            raw.SQLITE_PERM or raw.SQLITE_AUTH => $"{path} cannot be read: permission denied",
            raw.SQLITE_IOERR => $"{path} cannot be read: {Text(fault)}",
            raw.SQLITE_INTERRUPT => string.Create(CultureInfo.InvariantCulture,
                $"{path}: a statement ran longer than {timeout?.TotalSeconds:0.###} s and was stopped: give more time with --timeout"),
            raw.SQLITE_READONLY when IsWal(path) => WalNeedsFolder(path),
            raw.SQLITE_READONLY => $"{path} needs recovery by a writer first: open it once with the application or sqlite3",
            raw.SQLITE_ERROR when Text(fault).StartsWith("no such collation", StringComparison.Ordinal)
                || Text(fault).StartsWith("no such function", StringComparison.Ordinal) =>
                $"{path}: {Text(fault)}: only the application that registers it can read this key",
            _ => $"{path}: {Text(fault)}",
        };
        return new TargetException(message, fault);
    }

    /// <summary>Whether a statement was refused for what stands in it: a name or an expression that cannot be.</summary>
    public static bool IsMisspelt(TargetException fault, out string said)
    {
        var inner = fault.InnerException as SqliteException;
        said = inner is null ? string.Empty : Text(inner);
        return inner?.SqliteErrorCode == raw.SQLITE_ERROR
            && !said.StartsWith("no such collation", StringComparison.Ordinal)
            && !said.StartsWith("no such table", StringComparison.Ordinal);
    }

    /// <summary>SQLite's own words, without the driver's frame.</summary>
    public static string Text(SqliteException fault)
    {
        // "SQLite Error 1: 'no such column: x'."
        var open = fault.Message.IndexOf('\'', StringComparison.Ordinal);
        var close = fault.Message.LastIndexOf('\'');
        return open >= 0 && close > open ? fault.Message[(open + 1)..close] : fault.Message;
    }

    private static string CannotOpen(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        if (!File.Exists(full)) return $"there is no file {path} (looked for {full})";
        return IsWal(full) ? WalNeedsFolder(path) : $"{path} cannot be read: permission denied";
    }

    private static string WalNeedsFolder(string path) =>
        $"{path} is in WAL mode and its folder cannot be written, so SQLite cannot make the -shm file that readers share: " +
        "copy the database with its -wal file to a folder of yours";

    /// <summary>Whether the header says WAL (https://www.sqlite.org/fileformat2.html, read version at byte 19).</summary>
    private static bool IsWal(string full)
    {
        try
        {
            using var file = File.OpenRead(full);
            Span<byte> header = stackalloc byte[20];
            return file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length && header[19] == 2;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
