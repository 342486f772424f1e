namespace Uniquity.Violations.Exceptions;

/// <summary>Drivers that tell a rolled back write by something other than an SQLSTATE.</summary>
internal static class ConflictShape
{
    private const string TransientLabel = "TransientTransactionError";

    /// <summary>Whether the database has rolled the write back because of another one.</summary>
    public static bool IsRolledBack(Exception exception)
    {
        var type = exception.GetType();
        return type.FullName switch
        {
            // SQLITE_BUSY and SQLITE_LOCKED: https://sqlite.org/rescode.html.
            "Microsoft.Data.Sqlite.SqliteException" => new Member(type, "SqliteErrorCode").Number(exception) is 5 or 6,
            "System.Data.SQLite.SQLiteException" => new Member(type, "ErrorCode").Number(exception) is 5 or 6,

            // A deadlock's victim, a lock that was waited for too long, and an update conflict of a snapshot.
            "Microsoft.Data.SqlClient.SqlException" or "System.Data.SqlClient.SqlException" => new Member(type, "Number").Number(exception) is 1205 or 1222 or 3960,
            "MySqlConnector.MySqlException" or "MySql.Data.MySqlClient.MySqlException" => new Member(type, "Number").Number(exception) is 1213 or 1205,
            { } name when name.StartsWith("MongoDB.Driver.", StringComparison.Ordinal) => HasLabel(type, exception),
            _ => false,
        };
    }

    // The server marks what may be tried again from its beginning: WriteConflict (112) and its kin.
    private static bool HasLabel(Type type, Exception exception) =>
        new Member(type, "ErrorLabels").Of(exception) is IEnumerable<string> labels && labels.Contains(TransientLabel, StringComparer.Ordinal)
        || new Member(type, "Code").Number(exception) == 112;
}
