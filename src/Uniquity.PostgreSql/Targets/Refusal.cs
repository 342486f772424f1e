using Npgsql;

namespace Uniquity.PostgreSql.Targets;

/// <summary>Why the server did not run a statement, in a clause that a sentence can end with.</summary>
internal static class Refusal
{
    /// <summary>Says why: <c>permission denied for table users</c>.</summary>
    public static string Explain(PostgresException refused, TimeSpan timeout) => refused.SqlState switch
    {
        PostgresErrorCodes.QueryCanceled => $"it took longer than {timeout.TotalSeconds:0.###} s (--timeout allows more)",
        PostgresErrorCodes.LockNotAvailable => "another session holds a lock on it",
        PostgresErrorCodes.InsufficientPrivilege when IsRowSecurity(refused) =>
            "row-level security hides rows of it from this user; a role with BYPASSRLS sees all",
        _ => refused.MessageText.ReplaceLineEndings(" "),
    };

    /// <summary>Whether row-level security refused the statement.</summary>
    /// <remarks>The message is localised, so the routine that raised it decides (rewriteHandler's check in check_enable_rls).</remarks>
    public static bool IsRowSecurity(PostgresException refused) =>
        refused.SqlState == PostgresErrorCodes.InsufficientPrivilege && refused.Routine == "check_enable_rls";

    /// <summary>Whether the text of the statement is at fault: a syntax error, an unknown column, a value that does not fit its type.</summary>
    public static bool IsMistyped(PostgresException refused) =>
        refused.SqlState.StartsWith("42", StringComparison.Ordinal) ? refused.SqlState != PostgresErrorCodes.InsufficientPrivilege
            : refused.SqlState.StartsWith("22", StringComparison.Ordinal) || refused.SqlState == PostgresErrorCodes.FeatureNotSupported;
}
