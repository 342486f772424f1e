using System.Buffers;

namespace Uniquity.Violations.PostgreSql;

/// <summary>Reads a member of an error object, however the object is printed: <c>table: 'users'</c>, <c>"table_name":"users"</c>, <c>TABLE NAME:  users</c>, <c>table: Some("users")</c>.</summary>
internal static class NamedField
{
    private const int LongestValue = 400;

    private static readonly SearchValues<char> s_ends = SearchValues.Create("\n\r,;)}]{[(\\ \t\"'<");

    private static readonly string[] s_table = ["table", "TABELLENNAME", "NOMBRE DE TABLA", "NOME TABELLA", "TABELLNAMN", "ТАБЛИЦА", "ІМ'Я ТАБЛИЦІ", "테이블 이름", "表名"];
    private static readonly string[] s_schema = ["schema", "NOMBRE DE ESQUEMA", "NOM DE SCHÉMA", "СХЕМА", "ІМ'Я СХЕМИ", "스키마 이름", "方案名"];

    /// <summary>The table that a member names; verbose messages name it in the server's language.</summary>
    public static string? Table(ReadOnlySpan<char> report) => First(report, s_table);

    /// <summary>The schema that a member names.</summary>
    public static string? Schema(ReadOnlySpan<char> report) => First(report, s_schema);

    private static string? First(ReadOnlySpan<char> report, string[] words)
    {
        foreach (var word in words)
        {
            if (Read(report, word) is { } name)
                return name;
        }

        return null;
    }

    /// <summary>Reads the first member whose name is, or begins with, a word.</summary>
    /// <param name="report">The report.</param>
    /// <param name="word">The word in small letters: <c>table</c>, <c>schema</c>, <c>constraint</c>.</param>
    /// <returns>The value; <see langword="null"/> where there is none.</returns>
    public static string? Read(ReadOnlySpan<char> report, string word)
    {
        for (var from = 0; from < report.Length;)
        {
            var next = report[from..].IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (next < 0)
                return null;

            next += from;
            from = next + word.Length;
            if (next > 0 && (char.IsAsciiLetterOrDigit(report[next - 1]) && !IsEscape(report, next - 1) || report[next - 1] is '_' or '-'))
                continue;
            if (Value(report, SkipName(report, from), BeginsLine(report, next)) is not { } value)
                continue;

            return value;
        }

        return null;
    }

    // \nTABLE NAME: inside a JSON string: the n is the escape's.
    private static bool IsEscape(ReadOnlySpan<char> report, int at) => at > 0 && report[at] is 'n' or 't' && report[at - 1] == '\\';

    private static int SkipName(ReadOnlySpan<char> report, int at)
    {
        foreach (var suffix in (ReadOnlySpan<string>)["_name", "Name", " name", " NAME", " Name", "-name", "NAME"])
        {
            if (report[at..].StartsWith(suffix, StringComparison.Ordinal))
                return at + suffix.Length;
        }

        return at;
    }

    private static string? Value(ReadOnlySpan<char> report, int at, bool toLineEnd)
    {
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
            return Hibernate(report, at);

        at = SkipSpaces(report, at);
        if (report[at..].StartsWith("Some(", StringComparison.Ordinal))
            at += "Some(".Length;
        if (QuoteForm.At(report, at) is not null)
            return QuotedName.TryRead(report, at, out var name) ? name.Name : null;

        return Bare(report, at, toLineEnd);
    }

    // Hibernate: constraint [users_email_key]
    private static string? Hibernate(ReadOnlySpan<char> report, int at)
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
