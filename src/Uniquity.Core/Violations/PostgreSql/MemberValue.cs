using System.Buffers;

namespace Uniquity.Violations.PostgreSql;

/// <summary>The value of a member of an error object, however the object is printed.</summary>
internal static class MemberValue
{
    private const int LongestValue = 400;

    private static readonly SearchValues<char> s_ends = SearchValues.Create("\n\r,;)}]{[(\\ \t\"'<");

    /// <summary>Reads the value; <see langword="null"/> where no value follows, or none that says something.</summary>
    /// <param name="report">The report.</param>
    /// <param name="start">Where the member's name begins.</param>
    /// <param name="at">Just past the word that its name begins with.</param>
    public static string? Read(ReadOnlySpan<char> report, int start, int at)
    {
        at = SkipName(report, at);
        while (at < report.Length && report[at] is '"' or '\'' or '\\')
            at++;

        at = SkipSpaces(report, at);
        if (at >= report.Length || report[at] is not (':' or '=' or '['))
            return null;

        var sign = report[at++];
        if (sign == '=' && at < report.Length && report[at] == '=')
            return null;
        if (at < report.Length && report[at] == '>')
            at++;
        if (sign == '[')
            return InBrackets(report, at);

        at = SkipSpaces(report, at);
        if (report[at..].StartsWith("Some(", StringComparison.Ordinal))
            at += "Some(".Length;
        if (QuoteForm.At(report, at) is not null)
            return QuotedName.TryRead(report, at, out var name) ? name.Name : null;

        return Bare(report, at, BeginsLine(report, start));
    }

    private static int SkipName(ReadOnlySpan<char> report, int at)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["_name", "Name", " name", " NAME", " Name", "-name", "NAME"])
        {
            if (report[at..].StartsWith(suffix, StringComparison.Ordinal))
                return at + suffix.Length;
        }

        return at;
    }

    // Hibernate: constraint [users_email_key]
    private static string? InBrackets(ReadOnlySpan<char> report, int at)
    {
        var close = report[at..].IndexOf(']');
        return close is > 0 and < LongestValue && report[at] is not ('"' or '\'') ? Known(report.Slice(at, close)) : null;
    }

    // A label that begins its line (psql's, Npgsql's) has the line: a name may hold spaces.
    private static string? Bare(ReadOnlySpan<char> report, int at, bool toLineEnd)
    {
        var rest = report[at..Math.Min(report.Length, at + LongestValue)];
        var stop = toLineEnd ? rest.IndexOfAny('\n', '\r') : rest.IndexOfAny(s_ends);
        return Known((stop < 0 ? rest : rest[..stop]).TrimEnd(", "));
    }

    private static bool BeginsLine(ReadOnlySpan<char> report, int at)
    {
        var line = report[..at];
        return line[(line.LastIndexOf('\n') + 1)..].IsWhiteSpace();
    }

    private static string? Known(ReadOnlySpan<char> value)
        => value.Length == 0 || value is "null" or "undefined" or "None" or "nil" or "NULL" or "n/a" or "<null>" || value.EndsWith(":", StringComparison.Ordinal)
            ? null
            : value.ToString();

    private static int SkipSpaces(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;

        return at;
    }
}
