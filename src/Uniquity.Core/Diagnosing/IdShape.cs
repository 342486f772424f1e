using System.Globalization;
using Uniquity.Wording;

namespace Uniquity.Diagnosing;

/// <summary>The way in which an application seems to make its ids.</summary>
/// <param name="Name">In words.</param>
/// <param name="Matching">How many of the sample have the shape.</param>
/// <param name="Space">How many different ids the shape can give; <see langword="null"/> where time or a counter makes them.</param>
internal sealed record IdShape(string Name, int Matching, double? Space)
{
    private const double MostOf = 0.9;

    /// <summary>The shape that nearly all of a sample, and the refused value, have; <see langword="null"/> where there is none.</summary>
    public static IdShape? Of(IReadOnlyList<string> sample, string refused)
    {
        if (sample.Count < 5) return null;
        return Where(sample, refused, "epoch milliseconds", static id => InRange(id, 1_000_000_000_000, 4_102_444_800_000))
            ?? Where(sample, refused, "epoch microseconds", static id => InRange(id, 1_000_000_000_000_000, 4_102_444_800_000_000))
            ?? Where(sample, refused, "epoch seconds", static id => InRange(id, 1_000_000_000, 4_102_444_800))
            ?? Counter(sample, refused)
            ?? ShortHash(sample, refused);
    }

    private static IdShape? Where(IReadOnlyList<string> sample, string refused, string name, Func<string, bool> fits)
    {
        if (!fits(refused)) return null;
        var matching = sample.Count(fits);
        return matching >= sample.Count * MostOf ? new IdShape(name, matching, null) : null;
    }

    private static bool InRange(string id, long low, long high) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= low && number < high;

    // web1-000123, w3_17: a name of the process and a counter that begins anew in every one.
    private static IdShape? Counter(IReadOnlyList<string> sample, string refused)
    {
        if (!IsCounter(refused)) return null;
        var matching = sample.Count(IsCounter);
        var prefixes = sample.Where(IsCounter).Select(static id => id[..id.LastIndexOfAny(['-', '_', ':'])]).Distinct(StringComparer.Ordinal).Count();
        return matching >= sample.Count * MostOf && prefixes <= Math.Max(1, sample.Count / 3) ? new IdShape("counters per process", matching, null) : null;
    }

    private static bool IsCounter(string id)
    {
        var cut = id.LastIndexOfAny(['-', '_', ':']);
        return cut is > 0 and <= 24 && id.Length - cut - 1 is > 0 and <= 9 && id.AsSpan(cut + 1).IndexOfAnyExceptInRange('0', '9') < 0 && id.AsSpan(0, cut).IndexOfAnyExceptInRange('0', '9') >= 0
            && !DateOnly.TryParse(id, CultureInfo.InvariantCulture, out _);
    }

    // Characters drawn at random: one length, few enough possibilities, and every place takes many values (a business code
    // has letters and digits in fixed places).
    private static IdShape? ShortHash(IReadOnlyList<string> sample, string refused)
    {
        if (refused.Length is < 3 or > 12 || sample.Count < 20) return null;
        var same = sample.Where(id => id.Length == refused.Length && id.All(char.IsAsciiLetterOrDigit)).ToList();
        if (same.Count < sample.Count * MostOf || !refused.All(char.IsAsciiLetterOrDigit)) return null;
        var alphabet = Alphabet(same);
        if (alphabet < 16) return null;
        for (var place = 0; place < refused.Length; place++)
        {
            if (same.Select(id => id[place]).Distinct().Count() < Math.Min(8, same.Count / 3)) return null;
        }

        return new IdShape($"random strings of {Counted.Of(refused.Length, "character")}", same.Count, Math.Pow(alphabet, refused.Length));
    }

    private static int Alphabet(List<string> ids)
    {
        var all = ids.SelectMany(static id => id).ToHashSet();
        if (all.All(char.IsAsciiHexDigit)) return all.Any(char.IsAsciiLetter) ? 16 : 10;
        var size = 0;
        if (all.Any(char.IsAsciiDigit)) size += 10;
        if (all.Any(char.IsAsciiLetterLower)) size += 26;
        if (all.Any(char.IsAsciiLetterUpper)) size += 26;
        return size;
    }
}
