using System.Globalization;

namespace Uniquity.Statements;

/// <summary>Characters that a reader cannot see, or that change what stands around them: in a literal to paste they stand by number.</summary>
public static class HiddenCharacter
{
    /// <summary>
    /// Whether a character is a control character, a line or paragraph separator, or a format character (marks of direction,
    /// joiners of no width). The joiner of emoji (U+200D) is left alone: it is part of what is seen.
    /// </summary>
    /// <param name="character">The character.</param>
    /// <returns>Whether it is one.</returns>
    public static bool Is(char character) =>
        char.IsControl(character) || character is '\u2028' or '\u2029'
        || (character >= '\u00ad' && character != '\u200d' && char.GetUnicodeCategory(character) == UnicodeCategory.Format);

    /// <summary>Whether a text holds one.</summary>
    /// <param name="text">The text.</param>
    /// <returns>Whether it does.</returns>
    public static bool IsIn(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (Is(character)) return true;
        }

        return false;
    }
}
