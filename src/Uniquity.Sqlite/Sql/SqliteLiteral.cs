using System.Globalization;
using System.Text;
using Uniquity.Statements;

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
        text.Contains('\0', StringComparison.Ordinal) ? $"CAST(X'{Convert.ToHexString(Encoding.UTF8.GetBytes(text))}' AS TEXT)"
        : HiddenCharacter.IsIn(text) ? $"({Pieces(text)})"
        : Quoted(text);

    /// <summary>What cannot be seen stands by number, <c>'a' || char(8238) || 'b'</c>: the statement can be pasted and finds the row.</summary>
    private static string Pieces(ReadOnlySpan<char> text)
    {
        var pieces = new StringBuilder();
        while (!text.IsEmpty)
        {
            if (pieces.Length > 0) pieces.Append(" || ");
            var isHidden = HiddenCharacter.Is(text[0]);
            var end = 1;
            while (end < text.Length && HiddenCharacter.Is(text[end]) == isHidden) end++;
            if (isHidden) pieces.Append("char(").AppendJoin(", ", text[..end].ToArray().Select(static character => ((int)character).ToString(CultureInfo.InvariantCulture))).Append(')');
            else pieces.Append(Quoted(text[..end].ToString()));
            text = text[end..];
        }

        return pieces.ToString();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
