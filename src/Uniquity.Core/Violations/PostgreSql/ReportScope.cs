using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace Uniquity.Violations.PostgreSql;

/// <summary>The lines of a text that belong to one report: the message, its DETAIL and CONTEXT, an error object's fields, its stack.</summary>
/// <param name="Start">Where the report's first line begins.</param>
/// <param name="End">Where its last line ends.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReportScope(int Start, int End)
{
    private const int MostChars = 24 * 1024;
    private const int MostLinesBack = 16;
    private const int MostBlankLines = 2;

    // What an error's further lines begin with, once a log's prefix is skipped; in every language of the server.
    private static readonly string[] s_labels =
    [
        "DETAIL:", "Detail:", "detail:", "HINT:", "Hint:", "CONTEXT:", "STATEMENT:", "QUERY:", "LOCATION:", "Where:", "Context:",
        "SCHEMA NAME:", "TABLE NAME:", "CONSTRAINT NAME:", "COLUMN NAME:", "SQL state",
        "DETALLE:", "DÉTAIL", "Détail :", "CONTEXTE", "INSTRUCTION :", "ZUSAMMENHANG:", "ANWEISUNG:", "CONTEXTO:", "SENTENCIA:",
        "DETALHE:", "Detalhe:", "COMANDO:", "DETTAGLI:", "CONTESTO:", "ISTRUZIONE:", "SZCZEGÓŁY:", "Szczegóły:", "KONTEKST:", "WYRAŻENIE:",
        "AYRINTI:", "DETALJ:", "KONTEXT:", "SATS:", "ПОДРОБНОСТИ:", "Подробности:", "КОНТЕКСТ:", "ОПЕРАТОР:", "ВІДОМОСТІ:", "ІНСТРУКЦІЯ:",
        "詳細:", "文脈:", "文:", "상세정보:", "내용:", "명령 구문:", "详细信息", "上下文:", "语句:", "詳細內容", "დეტალები:", "ოპერატორი:", "კონტექსტი:",
        "Exception data:", "[SQL: ", "[parameters: ", "(Background on this error", "Caused by: ", "Suppressed: ",
        "The above exception was the direct cause", "During handling of the above exception", "Traceback (most recent",
        "Failed executing DbCommand", "Database error", "### ", "Command was:",
        "previous error: ", "Error Code :", "Error Code  :", "Location   :", "Line       :", "Statement  :", "SQL: [",
    ];

    private static readonly SearchValues<string> s_asciiLabels = SearchValues.Create([.. s_labels.Where(l => Ascii.IsValid(l))], StringComparison.Ordinal);
    private static readonly SearchValues<string> s_otherLabels = SearchValues.Create([.. s_labels.Where(l => !Ascii.IsValid(l))], StringComparison.Ordinal);

    private static readonly SearchValues<string> s_newRecord = SearchValues.Create(
        ["ERROR:  ", "FATAL:  ", "LOG:  ", "WARNING:  ", "PANIC:  ", "NOTICE:  ", "ERROR: "], StringComparison.Ordinal);

    /// <summary>The report around a place.</summary>
    public static ReportScope Around(ReadOnlySpan<char> text, int at) => new(Back(text, at), Ahead(text, at));

    /// <summary>Where the lines that go on from a place end.</summary>
    public static int Ahead(ReadOnlySpan<char> text, int at)
    {
        var limit = Math.Min(text.Length, at + MostChars);
        var end = LineEnd(text, at, limit);
        var blank = 0;

        // Hibernate's logger and Prisma's migrations print the SQLSTATE on a line of its own, before the message's.
        var line = text[LineStart(text, at, Math.Max(0, at - TextWindow.LookBehind))..end];
        var hasKey = line.Contains(KeyDetail.Mark, StringComparison.Ordinal);
        var first = !IsSentence(line);
        for (var next = end; next < limit;)
        {
            var start = NextLine(text, next, limit);
            next = LineEnd(text, start, limit);
            line = text[start..next];
            if (line.IsWhiteSpace())
            {
                if (++blank > MostBlankLines)
                    break;
                if (next >= limit)
                    break;

                continue;
            }

            if (!Continues(line) && !(first && IsMessage(line) && !(hasKey && HoldsKey(text[next..limit]))))
                break;

            blank = 0;
            first = first && line.Contains("atabase error", StringComparison.Ordinal);
            end = next;
        }

        return end;
    }

    /// <summary>Where a value that may span lines must be over: before the next record of a log.</summary>
    public static int ValueLimit(ReadOnlySpan<char> text, int at)
    {
        var limit = Math.Min(text.Length, at + MostChars);
        for (var end = LineEnd(text, at, limit); end < limit;)
        {
            var start = NextLine(text, end, limit);
            end = LineEnd(text, start, limit);
            if (StartsRecord(text[start..end]))
                return start;
        }

        return limit;
    }

    private static int Back(ReadOnlySpan<char> text, int at)
    {
        var low = Math.Max(0, at - TextWindow.LookBehind);
        var start = LineStart(text, at, low);

        // In an array on one line the object before is another error.
        foreach (var seam in (ReadOnlySpan<string>)["},{", "}, {"])
        {
            if (text[start..at].LastIndexOf(seam, StringComparison.Ordinal) is >= 0 and var last)
                return start + last + 1;
        }

        for (var i = 0; i < MostLinesBack && start > low; i++)
        {
            // Only the fields of one object are taken from before: they are indented alike, and end with a comma.
            if (!IsIndented(text[start..]))
                break;

            var before = LineStart(text, start - 1, low);
            var line = text[before..(start - 1)].TrimEnd();
            if (line.Length == 0 || line[^1] is not (',' or '{' or '(' or '['))
                break;

            start = before;
            if (line[^1] is '{' or '(' or '[')
                break;
        }

        return start;
    }

    private static bool Continues(ReadOnlySpan<char> raw)
    {
        var line = LinePrefix.Strip(raw);
        if (line.Length == 0)
            return true;
        if (line[0] is ' ' or '\t' or '}' or ']' or ')' or '"' or '\'' || line.StartsWith("at ", StringComparison.Ordinal) || line.StartsWith(": ", StringComparison.Ordinal))
            return line[0] != '"' || !line.Contains("ERROR", StringComparison.Ordinal);
        if (line.StartsWith("DETAIL:", StringComparison.Ordinal) || line.StartsWith("Key (", StringComparison.Ordinal)
            || line.StartsWith("DbError {", StringComparison.Ordinal) || line.TrimEnd() is "Data:")
        {
            return true;
        }

        var head = line[..Math.Min(line.Length, 240)];
        return IsLabel(line) || head.ContainsAny(s_asciiLabels) || !Ascii.IsValid(head) && head.ContainsAny(s_otherLabels);
    }

    /// <summary>psql's labels in any language, <c>TABELLENNAME:  users</c>: no small letter before the colon, and no severity.</summary>
    private static bool IsLabel(ReadOnlySpan<char> line)
    {
        var colon = line[..Math.Min(line.Length, 32)].IndexOf(':');
        if (colon < 2 || colon + 1 >= line.Length || line[colon + 1] != ' ')
            return false;

        foreach (var c in line[..colon])
        {
            if (!char.IsLetter(c) && c is not (' ' or '-' or '\'' or '\u00a0') || char.IsLower(c))
                return false;
        }

        return !ErrorCode.EndsWithSeverity(line[..colon].TrimEnd());
    }

    private static bool IsMessage(ReadOnlySpan<char> line) => IsSentence(line) || line.Contains(KeyDetail.Mark, StringComparison.Ordinal);

    private static bool IsSentence(ReadOnlySpan<char> line)
        => line.Contains("uplicate key v", StringComparison.Ordinal) || line.Contains("could not create unique index", StringComparison.Ordinal);

    // A message whose next line is a DETAIL has its own key.
    private static bool HoldsKey(ReadOnlySpan<char> rest)
    {
        var start = NextLine(rest, 0, rest.Length);
        return rest[start..LineEnd(rest, start, rest.Length)].Contains(KeyDetail.Mark, StringComparison.Ordinal);
    }

    private static bool StartsRecord(ReadOnlySpan<char> raw)
    {
        var line = LinePrefix.Strip(raw);
        if (line.Length == 0 || line[0] is '\t' or ' ')
            return false;

        var head = line[..Math.Min(line.Length, 160)];
        return head.ContainsAny(s_newRecord) || head.StartsWith("{\"", StringComparison.Ordinal)
            || head.StartsWith("DETAIL:  ", StringComparison.Ordinal) || head.StartsWith("CONTEXT:  ", StringComparison.Ordinal)
            || head.StartsWith("STATEMENT:  ", StringComparison.Ordinal) || head.StartsWith("LOCATION:  ", StringComparison.Ordinal)
            || IsTimestamp(head);
    }

    private static bool IsTimestamp(ReadOnlySpan<char> line)
        => line.Length > 18 && char.IsAsciiDigit(line[0]) && char.IsAsciiDigit(line[3]) && line[4] is '-' or '/' && line[7] is '-' or '/'
            && line[13] == ':';

    private static bool IsIndented(ReadOnlySpan<char> line) => line.Length > 0 && line[0] is ' ' or '\t';

    private static int LineStart(ReadOnlySpan<char> text, int at, int low)
    {
        var before = text[low..at].LastIndexOf('\n');
        return before < 0 ? low : low + before + 1;
    }

    private static int LineEnd(ReadOnlySpan<char> text, int at, int limit)
    {
        var next = text[at..limit].IndexOf('\n');
        return next < 0 ? limit : at + next;
    }

    private static int NextLine(ReadOnlySpan<char> text, int end, int limit) => end < limit && text[end] == '\n' ? end + 1 : end;
}
