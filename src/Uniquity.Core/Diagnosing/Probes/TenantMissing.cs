using Uniquity.Causes;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ112: the two rows belong to different tenants, and the key does not have the tenant.</summary>
internal sealed class TenantMissing : ICauseProbe
{
    private static readonly string[] Owners =
    [
        "tenant", "account", "organisation", "organization", "org", "customer", "shop", "workspace", "company", "store", "site", "team",
        "client", "merchant", "vendor", "school", "clinic", "agency", "franchise", "brand", "realm", "household", "partner", "subscriber",
    ];

    public string Code => "UQ112";

    public ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken) => ValueTask.FromResult(Judge(context));

    private ProbeResult Judge(DiagnosisContext context)
    {
        if (context is not { LookupIndex: { } index, HolderRow: { } stored, Holder: { } holder } || index.Primary) return ProbeResult.Absent;
        foreach (var column in context.Columns)
        {
            if (!IsTenant(column.Name, index.Table.Name) || index.Key.Any(part => ColumnsOf.Mentions(part.Part, column.Name))) continue;
            if (stored.Text(column.Name) is not { } owner) continue;
            if (context.Refused?.Text(column.Name) is not { } other) continue;
            if (RowComparison.SameValue(owner, other)) continue;
            (owner, other) = (stored.Said(column.Name)!, context.Refused.Said(column.Name)!);
            return Named.As(
                Code, Confidence.Certain,
                $"The key ({KeyText.Names(index.Key)}) must be unique over all of {index.Table}, but the stored row has {column.Name} = {owner} and the refused one {column.Name} = {other}: two owners, one key.",
                [
                    new Evidence($"the row that holds the key has {column.Name} = {owner}", holder.Query),
                    new Evidence($"the refused row has {column.Name} = {other}, and {column.Name} is not part of the key", null),
                ],
                Remedies.ForTenant(context, index, column.Name));
        }

        return ProbeResult.Absent;
    }

    /// <summary>Whether a column names an owner of rows: <c>tenant_id</c>, <c>OrgId</c>, <c>shop</c>; the table's own id is none.</summary>
    internal static bool IsTenant(string column, string table)
    {
        var name = column.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        foreach (var suffix in (string[])["UUID", "GUID", "ID", "KEY", "CODE", "REF"])
        {
            if (name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal))
            {
                name = name[..^suffix.Length];
                break;
            }
        }

        var own = table.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
        return own != name && own != name + "S" && Owners.Contains(name, StringComparer.OrdinalIgnoreCase);
    }
}
