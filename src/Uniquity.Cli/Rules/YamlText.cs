using System.Globalization;
using System.Text;

namespace Uniquity.Cli.Rules;

/// <summary>Writes texts as YAML, in the plainest form that is read back as the same text.</summary>
/// <remarks>https://yaml.org/spec/1.2.2/#733-plain-style; what older readers take for a number, a date or a truth value is quoted.</remarks>
internal static class YamlText
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase) { "null", "true", "false", "yes", "no", "on", "off", "y", "n" };

    /// <summary>A text.</summary>
    public static string Of(string text)
    {
        if (IsPlain(text) && !Reserved.Contains(text)) return text;
        // Single quotes are doubled inside their own kind, which reads badly in SQL.
        if (text.Contains('\'') && !text.Any(c => c is '"' or '\\' || IsOdd(c))) return $"\"{text}\"";
        return text.Any(IsOdd) ? Escaped(text) : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
    }

    /// <summary>A comment's lines; a line break in the text begins a comment line of its own.</summary>
    public static IEnumerable<string> Comment(string text, string indent) =>
        text.ReplaceLineEndings("\n").Split('\n', '\u0085', '\u2028', '\u2029').Select(line => $"{indent}# {string.Concat(line.Select(c => IsOdd(c) ? ' ' : c))}".TrimEnd());

    /// <summary>What a quoted text must not hold as it is: controls, line breaks of Unicode, and halves of characters.</summary>
    private static bool IsOdd(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff';

    private static string Escaped(string text)
    {
        var escaped = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\') escaped.Append('\\').Append(character);
            else if (character == '\n') escaped.Append("\\n");
            else if (IsOdd(character)) escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            else escaped.Append(character);
        }

        return escaped.Append('"').ToString();
    }

    /// <summary>Whether a text is itself without quotes, in a list too: no comma, bracket, colon, comment, nor a space at an end.</summary>
    private static bool IsPlain(string text) =>
        text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && text[^1] != ' '
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '(' or ')' or '<' or '>' or '=' or '/' or '+' or '*' or ' ');
}
