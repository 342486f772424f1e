using System.Collections.Frozen;
using Uniquity.Causes;

namespace Uniquity.Diagnosing;

/// <summary>Knows the columns that mark a row as deleted, and the values that do.</summary>
internal static class Tombstone
{
    private static readonly FrozenSet<string> Stamps = Names("deletedat", "deletedon", "deleteddate", "deletedtime", "deletiondate", "deletiontime", "dateDeleted", "removedat", "removedon", "archivedat", "archivedon", "discardedat", "trashedat", "erasedat", "purgedat", "tombstonedat", "deletedts", "deletedtimestamp", "deleteddatetime");
    private static readonly FrozenSet<string> Flags = Names("deleted", "isdeleted", "softdeleted", "issoftdeleted", "removed", "isremoved", "archived", "isarchived", "isarchive", "trashed", "istrashed", "discarded", "isdiscarded", "deletedflag", "deleteflag", "isdelete", "tombstone", "istombstone", "hasbeendeleted", "markeddeleted");
    private static readonly FrozenSet<string> Statuses = Names("status", "state", "recordstatus", "rowstatus", "lifecyclestate", "entitystatus", "recordstate");
    private static readonly FrozenSet<string> DeadStatuses = Names("deleted", "delete", "softdeleted", "removed", "archived", "trashed", "discarded", "purged", "erased", "tombstone", "tombstoned");
    private static readonly FrozenSet<string> LiveFlags = Names("active", "isactive", "enabled", "isenabled", "isvisible", "live", "islive");
    private static readonly FrozenSet<string> QuietStatuses = Names("inactive", "disabled", "deactivated", "closed");

    /// <summary>Whether a column's value marks its row as deleted.</summary>
    /// <returns><see cref="Confidence.Certain"/>, <see cref="Confidence.Likely"/> where it may only be inactive, else <see langword="null"/>.</returns>
    public static Confidence? Judge(string column, string? value, DateTimeOffset now)
    {
        if (value is null) return null;
        var name = Plain(column);
        if (Stamps.Contains(name)) return IsPast(value, now) ? Confidence.Certain : null;
        if (Flags.Contains(name)) return Truth.Read(value) == true || (Moment.Read(value) is { } at && at <= now) ? Confidence.Certain : null;
        if (Statuses.Contains(name)) return DeadStatuses.Contains(Plain(value)) ? Confidence.Certain : QuietStatuses.Contains(Plain(value)) ? Confidence.Likely : null;
        return LiveFlags.Contains(name) && Truth.Read(value) == false ? Confidence.Likely : null;
    }

    /// <summary>Whether a column has a state, of which one is deleted.</summary>
    public static bool IsStatus(string column) => Statuses.Contains(Plain(column));

    // Zero dates and the far future stand for 'not deleted' where a schema forbids null.
    private static bool IsPast(string value, DateTimeOffset now)
    {
        if (value.Length == 0 || value is "0" or "infinity" || value.StartsWith("0000", StringComparison.Ordinal) || value.StartsWith("0001", StringComparison.Ordinal)) return false;
        if (value.StartsWith("1970-01-01", StringComparison.Ordinal) || value.StartsWith("1900-01-01", StringComparison.Ordinal)) return false;
        return Moment.Read(value) is not { } at || at <= now;
    }

    private static FrozenSet<string> Names(params string[] names) => FrozenSet.ToFrozenSet(names, StringComparer.OrdinalIgnoreCase);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Trim();
}
