using SQLitePCL;
using Uniquity.Duplicates;

namespace Uniquity.Sqlite.Duplicates;

/// <summary>Reports how many rows SQLite has stepped through, by the statement's own counter.</summary>
/// <remarks>https://www.sqlite.org/c3ref/c_stmtstatus_counter.html: the counter counts rows of full scans of tables and indexes.</remarks>
internal sealed class ScanProgress(sqlite3 database, IProgress<DuplicateProgress> progress, long total)
{
    private const int CallsBetweenReports = 64;
    private int _calls;
    private long _last;

    /// <summary>Reports now and then; called by SQLite while it works.</summary>
    public void Look()
    {
        if (_calls++ % CallsBetweenReports != 0) return;

        // The newest statement is the first of the connection's list; it is only looked at, and not ours to dispose.
        if (raw.sqlite3_next_stmt(database, null) is not { } statement) return;
        var rows = Math.Min(total, (uint)raw.sqlite3_stmt_status(statement, raw.SQLITE_STMTSTATUS_FULLSCAN_STEP, 0));
        if (rows <= _last) return;
        _last = rows;
        progress.Report(new DuplicateProgress(rows, total, "rows"));
    }
}
