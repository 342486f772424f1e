using System.Globalization;
using System.Text;

namespace Uniquity.Sqlite.Sql;

/// <summary>Values of SQLite's five storage classes as literals, for the statements that a person runs in the shell.</summary>
internal static class SqliteLiteral
{
    /// <summary>The literal of a value: <see langword="null"/>, <see cref="long"/>, <see cref="double"/>, <see cref="string"/> or bytes.</summary>
    public static string Of(object? value) => value switch
    {
        null or DBNull => "NULL",
        long number => number.ToString(CultureInfo.InvariantCulture),
        double number => Real(number),
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        string text => Text(text),
        _ => throw new ArgumentOutOfRangeException(nameof(value), value.GetType().Name, "Bug in Uniquity: no SQLite value"),
    };

    private static string Real(double number)
    {
        // SQLite has no word for infinity; a literal beyond the range is it (https://www.sqlite.org/floatingpoint.html).
        if (double.IsPositiveInfinity(number)) return "9e999";
        if (double.IsNegativeInfinity(number)) return "-9e999";
        return RealText.Of(number);
    }

    private static string Text(string text) =>
        text.Contains('\0', StringComparison.Ordinal)
            ? $"CAST(X'{Convert.ToHexString(Encoding.UTF8.GetBytes(text))}' AS TEXT)"
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
