using System.Diagnostics.CodeAnalysis;
using Uniquity.Violations.Exceptions;

namespace Uniquity.Violations;

/// <summary>Reads the violation out of the exception of any driver: one type for all of them.</summary>
/// <remarks>
/// <para>
/// Known by their shape, without a reference to a driver: Npgsql, Microsoft.Data.Sqlite and System.Data.SQLite,
/// MongoDB.Driver, Microsoft.Data.SqlClient and System.Data.SqlClient, MySqlConnector and MySql.Data, Oracle's managed driver,
/// and every <see cref="System.Data.Common.DbException"/> with SQLSTATE 23505. An error code decides whether it is a violation;
/// a message is read only for the names that its driver has no field for.
/// </para>
/// <para>Inner exceptions and those of an <see cref="AggregateException"/> are looked through. Nothing here throws. Thread safe.</para>
/// <example>
/// <code>
/// catch (Exception e) when (e.TryGetUniqueViolation(out var violation) &amp;&amp; violation.Index == "users_email_key")
/// </code>
/// </example>
/// </remarks>
public static class UniqueViolationExceptions
{
    /// <summary>Reads the first violation.</summary>
    /// <param name="exception">What was thrown; <see langword="null"/> holds no violation.</param>
    /// <param name="violation">The violation: engine, code, and the schema, table, index and key as far as the driver tells them.</param>
    /// <returns>Whether a unique index refused the write, or the build of one was refused.</returns>
    public static bool TryGetUniqueViolation([NotNullWhen(true)] this Exception? exception, [NotNullWhen(true)] out Violation? violation)
    {
        violation = null;
        for (var at = exception; at is not null && violation is null; at = at.InnerException)
        {
            violation = First(at);
            if (violation is null && at is AggregateException { InnerExceptions.Count: > 1 } several) violation = FirstOf(several);
        }

        return violation is not null;
    }

    /// <summary>Whether a unique index refused the write.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="index">The index or constraint that is meant; any where it is <see langword="null"/>.</param>
    /// <returns>Whether it is a violation, and of that index.</returns>
    public static bool IsUniqueViolation([NotNullWhen(true)] this Exception? exception, string? index = null) =>
        exception.TryGetUniqueViolation(out var violation) && (index is null || violation.Index == index);

    /// <summary>Reads every violation: a bulk write reports one for each document that was refused.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>The violations in the order in which the driver has them; none where there are none.</returns>
    public static IEnumerable<Violation> GetUniqueViolations(this Exception? exception)
    {
        for (var at = exception; at is not null; at = at.InnerException)
        {
            if (at is AggregateException several)
            {
                foreach (var violation in several.InnerExceptions.SelectMany(GetUniqueViolations)) yield return violation;
                yield break;
            }

            var found = false;
            foreach (var violation in Read(at))
            {
                found = true;
                yield return violation;
            }

            // What wraps a driver's exception tells the same violation again.
            if (found) yield break;
        }
    }

    private static Violation? First(Exception exception)
    {
        // Without an enumerator where there is but one: this is the hot path of a service under conflict.
        if (exception is IUniqueViolation typed) return typed.Violation;
        var shape = ExceptionShape.Of(exception.GetType());
        return shape is null ? null : shape.First(exception);
    }

    private static Violation? FirstOf(AggregateException several)
    {
        foreach (var inner in several.InnerExceptions)
        {
            if (inner.TryGetUniqueViolation(out var violation)) return violation;
        }

        return null;
    }

    private static IEnumerable<Violation> Read(Exception exception) =>
        exception is IUniqueViolation typed ? [typed.Violation] : ExceptionShape.Of(exception.GetType())?.All(exception) ?? [];
}
