using System.Buffers;

namespace Uniquity.Violations.MongoDb;

/// <summary>Reads what is not a unique violation: a write conflict, a server that cannot be reached.</summary>
internal static class RelatedErrors
{
    private const int Ahead = 1536;

    private static readonly SearchValues<string> Refused = SearchValues.Create(
        ["ECONNREFUSED", "onnection refused", "actively refused", "imed out", "No server", "no server", "o suitable server"],
        StringComparison.Ordinal);

    /// <summary>Reads a write conflict, code 112.</summary>
    /// <param name="window">The text around its name.</param>
    /// <param name="finding">What was read.</param>
    /// <returns>Whether it is an error; prose about write conflicts is none.</returns>
    public static bool TryReadConflict(TextWindow window, out Finding finding)
    {
        finding = default;
        var text = window.Text;
        var end = window.At + window.Anchor.Length;
        if (window.Anchor == "WriteConflict" && !IsError(text, window.At, end)) return false;
        finding = new(null, new RelatedError("UQ905", "112", 1), window.At, LastMention(text, end));
        return true;
    }

    /// <summary>Reads a driver's error about a server that cannot be reached.</summary>
    /// <param name="window">The text around the error's class.</param>
    /// <param name="finding">What was read.</param>
    /// <returns>Whether it says that the connection was refused or no server answered in time.</returns>
    public static bool TryReadUnreachable(TextWindow window, out Finding finding)
    {
        finding = default;
        var text = window.Text;
        var end = window.At + window.Anchor.Length;
        var rest = text[end..Math.Min(text.Length, end + Ahead)];
        var head = rest[..Math.Min(rest.Length, 40)];
        if (!head.Contains(':') && !head.Contains('{') && !head.Contains('(')) return false;
        var found = rest.IndexOfAny(Refused);
        if (found < 0 || Surroundings.HasNewEntry(rest[..found])) return false;
        finding = new(null, new RelatedError("UQ908", null, 1), window.At, end + LastRefusal(rest, found));
        return true;
    }

    private static bool IsError(ReadOnlySpan<char> text, int at, int end)
    {
        if (at > 0 && (char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '_' or '.')) return false;
        if (end >= text.Length) return false;
        if (char.IsLetterOrDigit(text[end])) return false;
        if (text[end..].StartsWith(" error:") || text[end] == ':') return true;
        var before = text[Math.Max(0, at - 30)..at];
        var name = before.TrimEnd(" \\\"'`:=>(");
        if (name.Length < before.Length && (name.EndsWith("codeName") || name.EndsWith("errName") || name.EndsWith("code_name") || name.EndsWith("Some"))) return true;
        return before is [.., '(' or '['] && text[end] is ')' or ']' && (before.Contains("112", StringComparison.Ordinal) || before.EndsWith("Error[") || before.EndsWith(" ("));
    }

    /// <summary>Message, code name and cause of one report name the conflict several times.</summary>
    private static int LastMention(ReadOnlySpan<char> text, int end)
    {
        while (true)
        {
            var rest = text[end..Math.Min(text.Length, end + Ahead)];
            var next = rest.IndexOf("WriteConflict");
            if (next < 0 || Surroundings.HasNewEntry(rest[..next]) || !IsMember(rest[..next])) return end;
            end += next + "WriteConflict".Length;
        }
    }

    private static bool IsMember(ReadOnlySpan<char> gap) => gap.TrimEnd(" \\\"'`:=>(").EndsWith("codeName");

    private static int LastRefusal(ReadOnlySpan<char> rest, int found)
    {
        // The driver prints the refusal of every host, and again as the cause: one error, so long as it is on these lines.
        var end = found + 8;
        while (end < rest.Length)
        {
            var next = rest[end..].IndexOfAny(Refused);
            if (next < 0 || Surroundings.HasNewEntry(rest.Slice(end, next)) || rest.Slice(end, next).Contains("\n\n", StringComparison.Ordinal)) break;
            end += next + 8;
        }

        return Math.Min(rest.Length, end);
    }
}
