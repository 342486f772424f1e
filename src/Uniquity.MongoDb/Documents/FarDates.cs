using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Uniquity.MongoDb.Documents;

/// <summary>Dates beyond the year 9999 in relaxed Extended JSON: libbson writes them as <c>+10000-…</c>, which no reader takes; the form with milliseconds is always right.</summary>
internal static partial class FarDates
{
    // 9999-12-31T23:59:59.999Z
    private const long LastPlainDate = 253402300799999;

    /// <summary>The text with such dates as <c>{ "$date" : { "$numberLong" : "…" } }</c>.</summary>
    /// <param name="relaxed">What libbson wrote.</param>
    /// <param name="document">The document.</param>
    public static string Repair(string relaxed, BsonDocument document)
    {
        var plain = Dates().Matches(relaxed);
        if (!plain.Any(IsFar)) return relaxed;
        // Both texts have the same names in the same order, so the nth date of one is the nth of the other.
        var canonical = document.ToCanonicalJson();
        var exact = Dates().Matches(canonical);
        var repaired = new StringBuilder();
        var from = 0;
        for (var i = 0; i < plain.Count; i++)
        {
            if (!IsFar(plain[i]) || exact[i].Groups["ms"] is not { Success: true } ms || long.Parse(ms.Value, CultureInfo.InvariantCulture) <= LastPlainDate) continue;
            repaired.Append(relaxed, from, plain[i].Index - from).Append(exact[i].Value);
            from = plain[i].Index + plain[i].Length;
        }

        return repaired.Append(relaxed, from, relaxed.Length - from).ToString();
    }

    private static bool IsFar(Match date) => date.Groups["far"].Success;

    // Inside a string the quotes have a backslash before them, so this is a name of a member.
    [GeneratedRegex("""
        "\$date" : (?:"(?<far>[^0-9"][^"]*|\d{5}[^"]*)"|\{ "\$numberLong" : "(?<ms>-?\d+)" \})?
        """, RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Dates();
}
