using System.Runtime.InteropServices;

namespace Uniquity.Violations.MySql;

/// <summary>What MySQL names as the key: <c>'users.email'</c> since 8.0.19, <c>'email'</c> before, <c>2</c> before 5.1.</summary>
/// <param name="Table">The table.</param>
/// <param name="Index">The index's name, or its number.</param>
/// <param name="Length">How many characters were read.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MySqlKeyName(string? Table, string Index, int Length)
{
    // Two names of 64 characters, each as long as four when it is escaped.
    private const int Longest = 520;

    /// <summary>Reads the name.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out MySqlKeyName name)
    {
        name = default;
        text = text[..Math.Min(text.Length, Longest)];
        if (text.IsEmpty) return false;
        if (char.IsAsciiDigit(text[0]))
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            if (digits < 0) digits = text.Length;
            name = new MySqlKeyName(null, text[..digits].ToString(), digits);
            return digits <= 3;
        }

        if (text[0] is not ('\'' or '`')) return false;
        var close = Close(text);
        if (close <= 1 || text[1..close] is "%s" or "%-.192s" or "%-.64s") return false;
        var both = text[1..close];
        var dot = both.IndexOf('.');
        name = dot > 0 && dot < both.Length - 1
            ? new MySqlKeyName(both[..dot].ToString(), both[(dot + 1)..].ToString(), close + 1)
            : new MySqlKeyName(null, both.ToString(), close + 1);
        return true;
    }

    /// <summary>The quote that ends the name: a quote before a letter is the name's own.</summary>
    private static int Close(ReadOnlySpan<char> text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] is '\r' or '\n') return -1;
            if (text[i] == text[0] && (i + 1 == text.Length || !char.IsLetterOrDigit(text[i + 1]))) return i;
        }

        return -1;
    }
}
