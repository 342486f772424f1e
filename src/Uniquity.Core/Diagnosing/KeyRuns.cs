using System.Globalization;

namespace Uniquity.Diagnosing;

/// <summary>Keys that follow one another without a gap: whole numbers, or ObjectIds of one process and one count.</summary>
internal static class KeyRuns
{
    private const string ObjectId = "ObjectId(";

    /// <summary>The runs, in order, each by its first and its last key as printed.</summary>
    /// <returns><see langword="null"/> where the keys have no order of this kind.</returns>
    public static IReadOnlyList<(string First, string Last)>? Of(IReadOnlyList<string> keys)
    {
        var places = new List<(string Series, long Place, string Key)>();
        foreach (var key in keys)
        {
            if (Place(key) is not { } place) return null;
            places.Add((place.Series, place.Place, key));
        }

        var runs = new List<(string First, string Last)>();
        (string Series, long Place, string Key)? before = null;
        foreach (var place in places.OrderBy(one => one.Series, StringComparer.Ordinal).ThenBy(one => one.Place))
        {
            if (before is { } last && last.Series == place.Series && last.Place + 1 == place.Place) runs[^1] = (runs[^1].First, place.Key);
            else runs.Add((place.Key, place.Key));
            before = place;
        }

        return runs;
    }

    private static (string Series, long Place)? Place(string key)
    {
        if (long.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return ("", number);
        if (!key.StartsWith(ObjectId, StringComparison.Ordinal)) return null;
        var hex = key[ObjectId.Length..].Trim(')', '\'', '"', ' ');

        // Four bytes of time, five of the process, three of a count: the time passes by within a run.
        return hex.Length == 24 && long.TryParse(hex.AsSpan(18), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count) ? (hex[8..18], count) : null;
    }
}
