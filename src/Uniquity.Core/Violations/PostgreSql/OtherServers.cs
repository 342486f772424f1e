using System.Buffers;

namespace Uniquity.Violations.PostgreSql;

/// <summary>Other servers that answer 23505, for the code is of the SQL standard: H2, Derby, HSQLDB, DB2.</summary>
internal static class OtherServers
{
    private const int Sight = 400;

    private static readonly SearchValues<string> s_signs = SearchValues.Create(
        ["Unique index or primary key violation", "SQLCODE=-803", "DB2 SQL", "org.h2.", "hsqldb", "apache.derby", "integrity constraint violation: unique"],
        StringComparison.Ordinal);

    /// <summary>Whether the code at a place, which stands without PostgreSQL's sentence, is said to be another server's.</summary>
    public static bool SayCode(ReadOnlySpan<char> text, int at)
        => text[Math.Max(0, at - Sight)..Math.Min(text.Length, at + Sight)].ContainsAny(s_signs);
}
