using Uniquity.Facts;
using Uniquity.Indexes;

namespace Uniquity.Diagnosing.Probes;

/// <summary>Finds a value that only one and the same write would carry twice.</summary>
internal static class SameWrite
{
    private static readonly string[] Names =
        ["idempotencykey", "requestid", "messageid", "eventid", "transactionid", "txid", "correlationid", "nonce", "sessionid", "deliveryid", "webhookid", "operationid", "commandid", "jobid", "attemptid", "dedupid", "deduplicationid"];

    /// <summary>The field whose value is the writer's own mark and equal in both rows; <see langword="null"/> where there is none.</summary>
    public static string? Token(Row refused, Row stored, UniqueIndex index)
    {
        foreach (var field in refused.Fields.EnumerateObject())
        {
            if (refused.Text(field.Name) is not { } value || stored.Text(field.Name) != value) continue;
            var plain = field.Name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal);
            if (Array.Exists(Names, name => name.Equals(plain, StringComparison.OrdinalIgnoreCase))) return field.Name;

            // A random id that the writer made itself is its mark too; a reference to another row is not.
            if (Guid.TryParse(value, out _) && (field.Name is "id" or "_id" or "uuid" or "guid" || (index.Primary && index.Key.Any(part => part.Part == field.Name)))) return field.Name;
        }

        return null;
    }
}
