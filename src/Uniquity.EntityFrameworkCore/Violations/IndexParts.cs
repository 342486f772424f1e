using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Uniquity.Violations;

namespace Uniquity.EntityFrameworkCore.Violations;

/// <summary>Asks the database what an index is made of that the model does not have.</summary>
/// <remarks>The driver leaves the key out of an error unless it is told otherwise (<c>Include Error Detail</c>), as the key is personal data.</remarks>
internal static class IndexParts
{
    private const string Parts = """
        SELECT pg_catalog.pg_get_indexdef(i.indexrelid, part, true)
        FROM pg_catalog.pg_index AS i
        JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) AS part
        WHERE n.nspname = $1 AND c.relname = $2
        ORDER BY part
        """;

    /// <summary>The columns and expressions of the index; none where the database cannot be asked, as in a transaction that is broken.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(DbContext context, Violation violation, CancellationToken cancellation)
    {
        try
        {
            await context.Database.OpenConnectionAsync(cancellation);
            try
            {
                await using var command = Command(context, violation);
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                var parts = new List<string>();
                while (await reader.ReadAsync(cancellation)) parts.Add(reader.GetString(0));
                return parts;
            }
            finally
            {
                await context.Database.CloseConnectionAsync();
            }
        }
        catch (Exception refusal) when (IsLeftOut(refusal))
        {
            return [];
        }
    }

    /// <summary>The same, for a save that waits.</summary>
    public static IReadOnlyList<string> Read(DbContext context, Violation violation)
    {
        try
        {
            context.Database.OpenConnection();
            try
            {
                using var command = Command(context, violation);
                using var reader = command.ExecuteReader();
                var parts = new List<string>();
                while (reader.Read()) parts.Add(reader.GetString(0));
                return parts;
            }
            finally
            {
                context.Database.CloseConnection();
            }
        }
        catch (Exception refusal) when (IsLeftOut(refusal))
        {
            return [];
        }
    }

    // The refusal of the save is what the caller has to hear of, whatever becomes of this question.
    private static bool IsLeftOut(Exception refusal) => refusal is DbException or InvalidOperationException or OperationCanceledException or TimeoutException;

    private static NpgsqlCommand Command(DbContext context, Violation violation) => new(Parts, (NpgsqlConnection)context.Database.GetDbConnection())
    {
        Parameters = { new() { Value = violation.Schema ?? "public" }, new() { Value = violation.Index } },
    };
}
