using System.Buffers;

namespace Uniquity.Violations.MongoDb;

/// <summary>What belongs to one report: the same message printed again, the line at which the next log entry begins.</summary>
internal static class Surroundings
{
    private const int Near = 300;
    private const int LongestLineEnd = 16;

    private static readonly SearchValues<string> Connectors = SearchValues.Create(
        [
            "nested exception", "Caused by", "caused by", "full error", "stack", "[cause]", "---> ", "full response",
            "Tried to save duplicate", "errorResponse", "reason", "original", "xception",
        ],
        StringComparison.Ordinal);

    private static readonly SearchValues<string> Chains = SearchValues.Create(
        ["During handling of the above", "direct cause of the following", "Caused by:"],
        StringComparison.Ordinal);

    /// <summary>Whether a new log entry begins inside a text.</summary>
    /// <param name="gap">The text.</param>
    /// <returns>Whether one of its lines begins with a time or an object.</returns>
    public static bool HasNewEntry(ReadOnlySpan<char> gap)
    {
        while (NextLine(gap) is >= 0 and var line)
        {
            gap = gap[line..];
            if (gap.IsEmpty) return false;
            if (char.IsAsciiDigit(gap[0]) || gap[0] == '{' || (gap[0] == '[' && gap.Length > 1 && char.IsAsciiDigit(gap[1]))) return true;
        }

        return false;
    }

    /// <summary>Whether a text leads from a message to its own repetition inside one report.</summary>
    /// <param name="lead">What stands before the message on its line.</param>
    /// <param name="gap">The text between the two.</param>
    /// <returns>
    /// Whether a driver or a runtime says so. Another element of a list is another violation, and so is another line that
    /// begins as the first one did.
    /// </returns>
    public static bool Repeats(ReadOnlySpan<char> lead, ReadOnlySpan<char> gap)
    {
        if (HasNewEntry(gap)) return false;
        if (gap.ContainsAny(Chains)) return true;
        var second = gap;
        while (NextLine(second) is >= 0 and var line) second = second[line..];
        if (second.Length < gap.Length)
        {
            if (second.SequenceEqual(lead)) return false;
            if (gap.Length - second.Length < LongestLineEnd && IsErrorClass(second)) return true;

            // Lines of a container's log and of a mail have a prefix of their own; an indented one goes on with the report.
            second = second[second.CommonPrefixLength(lead)..];
            if (second is not [' ' or '\t' or '}' or ']', ..]) return false;
        }

        var near = gap[Math.Max(0, gap.Length - Near)..];
        return !HasNewElement(near) && (near.ContainsAny(Connectors) || IsMessageMember(near));
    }

    /// <summary>How far a text closes more brackets than it opens.</summary>
    /// <param name="gap">The text.</param>
    /// <returns>Whether it leaves the object in which it began.</returns>
    public static bool LeavesObject(ReadOnlySpan<char> gap)
    {
        var depth = 0;
        for (var i = 0; i < gap.Length; i++)
        {
            var next = gap[i..].IndexOfAny('{', '}');
            if (next < 0) return false;
            i += next;
            depth += gap[i] == '{' ? 1 : -1;
            if (depth < 0) return true;
        }

        return false;
    }

    /// <summary>Whether what follows is the value of a member that holds a message, however it is quoted and escaped.</summary>
    private static bool IsMessageMember(ReadOnlySpan<char> gap)
    {
        var before = QuoteMarks.TrimEnd(gap.TrimEnd('('));
        if (before is not [.., ':' or '=' or '>']) return false;
        before = QuoteMarks.TrimEnd(before.TrimEnd(" :=>]"));
        return before.EndsWith("errmsg") || before.EndsWith("errMsg") || before.EndsWith("err") || before.EndsWith("message") || before.EndsWith("error");
    }

    /// <summary>Where the next line begins, be its break a character or written as one (<c>\n</c>); -1 where there is none.</summary>
    private static int NextLine(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var next = text[i..].IndexOfAny('\n', '\\');
            if (next < 0) return -1;
            i += next;
            if (text[i] == '\n') return i + 1;
            while (i + 1 < text.Length && text[i + 1] == '\\') i++;
            if (i + 1 < text.Length && text[i + 1] == 'n') return i + 2;
        }

        return -1;
    }

    /// <summary>A logger prints the message, and the error with its stack on the lines below it.</summary>
    private static bool IsErrorClass(ReadOnlySpan<char> lead)
    {
        lead = lead.TrimEnd();
        if (!lead.EndsWith("Error:") && !lead.EndsWith("Exception:")) return false;
        foreach (var character in lead[..^1])
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '.') return false;
        }

        return true;
    }

    private static bool HasNewElement(ReadOnlySpan<char> gap)
    {
        for (var i = 0; i < gap.Length; i++)
        {
            var next = gap[i..].IndexOf('}');
            if (next < 0) return false;
            i += next;
            var at = i + 1;
            WrappedText.SkipBlank(gap, ref at);
            if (at >= gap.Length || gap[at] != ',') continue;
            at++;
            while (at < gap.Length && (char.IsWhiteSpace(gap[at]) || char.IsAsciiLetter(gap[at]))) at++;
            if (at < gap.Length && gap[at] is '{' or '(') return true;
        }

        return false;
    }
}
