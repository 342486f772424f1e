using Npgsql;
using Uniquity.PostgreSql.Enforcing.Planning;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Enforcing.Guarding;

/// <summary>Finds out how a guard can tell keys apart.</summary>
internal sealed class GuardTypes(Session session, PartTyping typing)
{
    /// <summary>The types of the key's parts, and the function that hashes them by the rules of their equality.</summary>
    /// <returns>No function where a type has none: then all writers of the table wait for each other.</returns>
    public async Task<(IReadOnlyList<PartSql> Types, string? Hash)> OfAsync(WantedIndex wanted, CancellationToken cancellationToken)
    {
        var parts = await typing.ResolveAsync(wanted.Table.Name, wanted.Key, cancellationToken);
        try
        {
            var nulls = parts.Select(part => SqlText.Of($"NULL::{SqlText.Raw(part.Type)}"));
            await session.QueryAsync(SqlText.Of($"SELECT pg_catalog.hash_record_extended(ROW({SqlText.Join(", ", nulls)}), 0)"), _ => 0, cancellationToken);
            return (parts, "pg_catalog.hash_record_extended");
        }
        catch (PostgresException none) when (Refusal.IsMistyped(none))
        {
            return (parts, null);
        }
    }
}
