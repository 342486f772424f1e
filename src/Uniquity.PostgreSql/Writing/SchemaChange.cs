using Npgsql;

namespace Uniquity.PostgreSql.Writing;

/// <summary>Tells that a table is no longer what the catalog said of it.</summary>
internal static class SchemaChange
{
    /// <summary>
    /// 42P10: no unique index matches; 42P01, 42703: no such table or column; 0A000: a cached plan's result has changed.
    /// https://www.postgresql.org/docs/current/errcodes-appendix.html
    /// </summary>
    public static bool IsTold(PostgresException refusal) => refusal.SqlState is "42P10" or "42P01" or "42703" or "0A000";
}
