using System.Buffers;

namespace Uniquity.Violations.PostgreSql;

/// <summary>Reads what a server's log line says of its session before the message.</summary>
internal static class ServerLog
{
    private static readonly string[] s_signs = ["\"dbname\":\"", "db=", "dbname=", "database="];

    private const int LongestPrefix = 400;

    private static readonly SearchValues<char> s_ends = SearchValues.Create(" ,:;\"'])/\t");

    /// <summary>The database, where the prefix names it.</summary>
    /// <param name="prefix">From the beginning of the line to the message.</param>
    public static string? Database(ReadOnlySpan<char> prefix)
    {
        foreach (var sign in s_signs)
        {
            var at = prefix.LastIndexOf(sign, StringComparison.Ordinal);
            if (at < 0 || at > 0 && char.IsAsciiLetterOrDigit(prefix[at - 1]))
                continue;

            return Word(prefix[(at + sign.Length)..].TrimStart('"'));
        }

        return OfUserAtDatabase(prefix);
    }

    // '%u@%d ' and Amazon RDS: 2024-01-15 10:23:45 UTC:10.0.0.5(52344):app@shop:[1234]:ERROR:
    private static string? OfUserAtDatabase(ReadOnlySpan<char> prefix)
    {
        var at = prefix.LastIndexOf('@');
        if (at <= 0 || !char.IsLetterOrDigit(prefix[at - 1]) || Word(prefix[(at + 1)..]) is not { } word)
            return null;

        var after = prefix[(at + 1 + word.Length)..];
        return after.StartsWith(":[", StringComparison.Ordinal) || after.StartsWith(" ", StringComparison.Ordinal) && IsSeverity(after[1..]) ? word : null;
    }

    /// <summary>Whether a DETAIL stands in a server's log, which puts a tab before further lines; psql and drivers print them as they are.</summary>
    /// <param name="text">The text, to where the report ends.</param>
    /// <param name="detail">The DETAIL.</param>
    public static bool HoldsDetail(ReadOnlySpan<char> text, in KeyDetail detail)
    {
        var start = text[..detail.Start].LastIndexOf('\n') + 1;
        var head = LinePrefix.Strip(text[start..detail.Start]).Trim();
        if (head.Length > 1 && head[^1] == ':')
        {
            // DETAIL: alone is psql's; behind a time or a session it is the log's.
            var label = head[..^1].TrimEnd();
            var word = label.Length;
            while (word > 0 && (char.IsLetter(label[word - 1]) || label[word - 1] > '\u007f'))
                word--;

            if (word > 0)
                return true;
        }

        return text[detail.End..].Contains("\nSTATEMENT:  ", StringComparison.Ordinal);
    }

    private static bool IsSeverity(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        return colon > 0 && ErrorCode.EndsWithSeverity(text[..colon]);
    }

    /// <summary>The database of a csvlog record: its columns begin with time, user, database.</summary>
    /// <param name="before">The text before the record's SQLSTATE.</param>
    public static string? CsvDatabase(ReadOnlySpan<char> before)
    {
        var record = before[(before.LastIndexOf('\n') + 1)..];
        var at = 0;
        for (var column = 0; column < 2; column++)
        {
            CsvLogRecord.Column(record, ref at, record.Length);
            if (at++ >= record.Length)
                return null;
        }

        var database = at < record.Length ? CsvLogRecord.Column(record, ref at, record.Length) : default;
        return database.IsEmpty ? null : database.ToString().Replace("\"\"", "\"", StringComparison.Ordinal);
    }

    /// <summary>Whether two lines of a log are of one process: both name none, or the same one in brackets, <c>[22703]</c>.</summary>
    public static bool SameProcess(ReadOnlySpan<char> text, int one, int other)
    {
        var first = Process(text.LineBefore(one, LongestPrefix));
        var second = Process(text.LineBefore(other, LongestPrefix));
        return first.IsEmpty || second.IsEmpty || first.SequenceEqual(second);
    }

    private static ReadOnlySpan<char> Process(ReadOnlySpan<char> prefix)
    {
        for (var from = 0; ;)
        {
            var open = prefix[from..].IndexOf('[');
            if (open < 0)
                return default;

            from += open + 1;
            var close = prefix[from..].IndexOf(']');
            if (close > 0 && !prefix.Slice(from, close).ContainsAnyExceptInRange('0', '9'))
                return prefix.Slice(from, close);
        }
    }

    private static string? Word(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(s_ends);
        var word = end < 0 ? text : text[..end];
        return word.Length == 0 || word[0] == '[' ? null : word.ToString();
    }
}
