using System.Data.Common;
using System.Net.Sockets;
using Uniquity.Violations.Exceptions;

namespace Uniquity.Violations;

/// <summary>Tells which failures of a write are worth another attempt.</summary>
/// <remarks>Thread safe; never throws.</remarks>
public static class WriteFailures
{
    // 40001 serialization_failure, 40P01 deadlock_detected, 55P03 lock_not_available; 53300 and 57P03 refuse the connection itself.
    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static readonly HashSet<string> RolledBackStates = ["40001", "40P01", "55P03", "53300", "57P03"];

    // The server or an administrator ended the connection, perhaps while it waited for a standby to confirm a commit.
    private static readonly HashSet<string> EndedStates = ["57P01", "57P02", "57P05", "25P03"];

    /// <summary>What a failure means.</summary>
    /// <param name="exception">What was thrown; inner exceptions are looked through.</param>
    public static WriteFailure Classify(Exception? exception)
    {
        if (exception.IsUniqueViolation()) return WriteFailure.UniqueViolation;
        for (var at = exception; at is not null; at = at.InnerException)
        {
            if (at is OperationCanceledException) return WriteFailure.Permanent;
            if (ConflictShape.IsRolledBack(at)) return WriteFailure.RolledBack;
            if (at is DbException { SqlState: { Length: > 0 } state })
            {
                if (RolledBackStates.Contains(state)) return WriteFailure.RolledBack;
                return EndedStates.Contains(state) || state.StartsWith("08", StringComparison.Ordinal) ? WriteFailure.OutcomeUnknown : WriteFailure.Permanent;
            }

            if (at is IOException or SocketException or TimeoutException) return WriteFailure.OutcomeUnknown;
        }

        return WriteFailure.Permanent;
    }
}
