using System.Globalization;
using Uniquity.Sqlite.Catalogue;

namespace Uniquity.Sqlite.Sql;

/// <summary>Values between SQLite and text.</summary>
internal static class SqliteValue
{
    /// <summary>A value as texts and keys show it: blobs as <c>\x0a1b</c>.</summary>
    public static string? ToText(object? value) => value switch
    {
        null or DBNull => null,
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => RealText.Of(number),
        byte[] bytes => $"\\x{Convert.ToHexStringLower(bytes)}",
        _ => (string)value,
    };

    /// <summary>The values that a text can stand for where it is compared with an affinity; SQLite's comparison decides.</summary>
    /// <remarks>
    /// Against a column of numbers SQLite would read '42' as 42 itself; it is done here so that queries show the number.
    /// Against a column without affinity '42' and 42 are two values: both are meant where nothing tells which was sent.
    /// </remarks>
    public static IReadOnlyList<object> Candidates(string text, SqliteAffinity affinity, bool? isText = null)
    {
        var values = new List<object>();
        if (affinity == SqliteAffinity.Numeric)
        {
            values.Add(Number(text) ?? Boolean(text) ?? text);
        }
        else
        {
            var number = affinity == SqliteAffinity.None && isText != true ? Number(text) : null;
            if (number is null || isText is null) values.Add(text);
            if (number is not null && (isText == false || ToText(number) == text)) values.Add(number);
        }

        if (Blob(text) is { } blob) values.Add(blob);
        return values;
    }

    private static object? Number(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole;
        if (text is "Infinity" or "Inf") return double.PositiveInfinity;
        if (text is "-Infinity" or "-Inf") return double.NegativeInfinity;
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, style, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real) ? real : null;
    }

    /// <summary>SQLite stores truth as 1 and 0; a JSON document says true and false.</summary>
    private static object? Boolean(string text) => text switch
    {
        "true" => 1L,
        "false" => 0L,
        _ => null,
    };

    /// <summary><c>\x0a1b</c> or <c>X'0A1B'</c>.</summary>
    private static byte[]? Blob(string text)
    {
        var hex = text.StartsWith("\\x", StringComparison.Ordinal) ? text[2..]
            : text.Length > 2 && text[0] is 'x' or 'X' && text[1] == '\'' && text[^1] == '\'' ? text[2..^1]
            : null;
        return hex is null || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit) ? null : Convert.FromHexString(hex);
    }
}
