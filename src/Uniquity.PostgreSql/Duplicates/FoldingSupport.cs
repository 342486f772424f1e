using Uniquity.Duplicates;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Duplicates;

/// <summary>Whether and how this database can fold.</summary>
internal sealed class FoldingSupport(Session session)
{
    private const string EveryLanguage = "\"und-x-icu\"";

    /// <summary>Checks.</summary>
    /// <returns>The collation to fold case under, where the database's own knows no letters beyond ASCII; else <see langword="null"/>.</returns>
    /// <exception cref="UsageException">The database cannot fold Unicode forms.</exception>
    public async Task<string?> CheckAsync(Folding fold, CancellationToken cancellationToken)
    {
        var (encoding, plain) = (await session.QueryAsync(SqlText.Raw("""
            SELECT pg_encoding_to_char(encoding)::text,
              datctype IN ('C', 'POSIX') AND EXISTS (SELECT FROM pg_collation WHERE collname = 'und-x-icu' AND pg_collation_is_visible(oid))
            FROM pg_database WHERE datname = current_database()
            """), row => (row.GetString(0), row.GetBoolean(1)), cancellationToken))[0];
        if (fold.HasFlag(Folding.Unicode) && encoding != "UTF8")
            throw new UsageException($"--fold unicode needs a database in UTF8, and this one is in {encoding}: fold case and space only.");
        if (fold.HasFlag(Folding.Unicode) && session.MajorVersion < 13)
            throw new UsageException($"--fold unicode needs PostgreSQL 13, and this one is {session.MajorVersion}: fold case and space only.");
        return plain && encoding == "UTF8" ? EveryLanguage : null;
    }
}
