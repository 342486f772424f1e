using System.Buffers;
using System.Text;

namespace Uniquity.Violations.PostgreSql;

/// <summary>Reads the longer texts of a report: the statement that was refused, and the CONTEXT in which it was.</summary>
internal static class ReportText
{
    // pg_restore prints the command as it is written, further lines indented.
    private const string RestoreLabel = "Command was:";

    private static readonly string[] s_statement =
        ["STATEMENT:", RestoreLabel, "Statement  :", "ANWEISUNG:", "INSTRUCTION :", "SENTENCIA:", "COMANDO:", "ISTRUZIONE:", "WYRAŻENIE:", "SATS:", "ОПЕРАТОР:", "ІНСТРУКЦІЯ:", "文:", "명령 구문:", "语句:", "ოპერატორი:"];

    private static readonly string[] s_context =
        ["CONTEXT:", "Where:", "KONTEXT:", "ZUSAMMENHANG:", "CONTEXTE :", "CONTEXTO:", "CONTESTO:", "KONTEKST:", "КОНТЕКСТ:", "文脈:", "구문:", "내용:", "背景:", "上下文:", "კონტექსტი:"];

    private static readonly string[] s_jsonLogStatement = ["\"statement\":\""];
    private static readonly string[] s_jsonLogContext = ["\"context\":\""];

    private static readonly string[] s_statementFields = ["sql: '", "sql: \"", "\"sql\":\"", "query: '", "query: `", "query: \"", "\"query\":\""];

    private static readonly string[] s_contextFields = ["where: '", "\"where\":\"", "where_: Some(\""];

    // One pass that most reports, having neither, end with.
    private static readonly SearchValues<string> s_signs = SearchValues.Create(
        [.. s_statement.Concat(s_context).Where(IsAscii), "tatement\"", "SQL", "sql", "uery", "ontext\"", "where", "] [", "tatement  :", "\n: "], StringComparison.Ordinal);

    private static readonly SearchValues<string> s_contextSigns = SearchValues.Create(
        [.. s_context.Where(IsAscii), "\"context\"", "where: '", "\"where\"", "where_:"], StringComparison.Ordinal);

    /// <summary>Whether a report may hold a statement or a CONTEXT.</summary>
    public static bool MayHold(ReadOnlySpan<char> report) => report.ContainsAny(s_signs) || !Ascii.IsValid(report);

    private static bool IsAscii(string text) => Ascii.IsValid(text);

    /// <summary>The statement, where the report prints it, and where it ends.</summary>
    public static string? Statement(ReadOnlySpan<char> report, int depth, out Range range)
    {
        var statement = FindStatement(report, depth, out range);
        if (statement is null)
            range = report.Length..report.Length;

        return statement;
    }

    private static string? FindStatement(ReadOnlySpan<char> report, int depth, out Range range)
        => Field(report, s_jsonLogStatement, depth, out range)
            ?? Labelled(report, s_statement, depth, out range)
            ?? Bracketed(report, "[SQL: ", "]", depth, out range)
            ?? Bracketed(report, "[Failed SQL: (0) ", "]", depth, out range)
            ?? Bracketed(report, "SQL: [", "]", depth, out range)
            ?? Bracketed(report, "\n: ", "\n", depth, out range)
            ?? Field(report, s_statementFields, depth, out range)
            ?? Bracketed(report, "SQL: ", ")", depth, out range)
            ?? Bracketed(report, "] [", "]", depth, out range)
            ?? Bracketed(report, "SQL [", "]", depth, out range);

    /// <summary>The CONTEXT, where the report prints it, and where it ends.</summary>
    public static string? Context(ReadOnlySpan<char> report, int depth, out Range range, int offset = 0)
    {
        range = default;
        if (!report.ContainsAny(s_contextSigns) && Ascii.IsValid(report))
            return null;

        var context = Field(report, s_jsonLogContext, depth, out range) ?? Labelled(report, s_context, depth, out range) ?? Field(report, s_contextFields, depth, out range);
        range = context is null ? default : (range.Start.Value + offset)..(range.End.Value + offset);
        return context;
    }

    private static string? Labelled(ReadOnlySpan<char> report, string[] labels, int depth, out Range range)
    {
        range = default;
        foreach (var label in labels)
        {
            var at = report.IndexOf(label, StringComparison.Ordinal);
            if (at < 0)
                continue;

            var start = at + label.Length;
            var end = depth == 0 ? LinesEnd(report, start, label == RestoreLabel) : StringEnd(report, start, '"', depth);
            range = at..end;
            return Known(PlainText.Of(report[start..end], depth));
        }

        return null;
    }

    // In a server log further lines of one message begin with a tab.
    private static int LinesEnd(ReadOnlySpan<char> report, int start, bool isIndented)
    {
        for (var from = start; ;)
        {
            var next = report[from..].IndexOf('\n');
            if (next < 0)
                return report.Length;

            from += next + 1;
            if (from >= report.Length || report[from] != '\t' && !(isIndented && report[from] == ' ') && !IsContextLine(report[from..]))
                return from - 1;
        }
    }

    // psql prints the lines of a CONTEXT as they are.
    private static bool IsContextLine(ReadOnlySpan<char> line)
        => line.StartsWith("PL/pgSQL function ", StringComparison.Ordinal)
            || line.StartsWith("SQL statement \"", StringComparison.Ordinal)
            || line.StartsWith("SQL function \"", StringComparison.Ordinal)
            || line.StartsWith("COPY ", StringComparison.Ordinal);

    /// <summary>Inside a string, a text ends with the string, or with the line on which another label follows.</summary>
    private static int StringEnd(ReadOnlySpan<char> report, int start, char quote, int depth)
    {
        for (var i = start; i < report.Length; i++)
        {
            if (report[i] == '\n')
                return i;
            if (report[i] == quote && Backslashes(report, i) < depth)
                return i - Backslashes(report, i);
            if (report[i] == '\\' && IsEscapedLabel(report, i))
                return i;
        }

        return report.Length;
    }

    private static bool IsEscapedLabel(ReadOnlySpan<char> report, int at)
    {
        while (at < report.Length && report[at] == '\\')
            at++;

        return at + 2 < report.Length && report[at] == 'n' && char.IsUpper(report[at + 1]) && char.IsUpper(report[at + 2]);
    }

    private static int Backslashes(ReadOnlySpan<char> text, int at)
    {
        var first = at;
        while (first > 0 && text[first - 1] == '\\')
            first--;

        return at - first;
    }

    private static string? Field(ReadOnlySpan<char> report, string[] fields, int depth, out Range range)
    {
        range = default;
        foreach (var field in fields)
        {
            var at = report.IndexOf(field, StringComparison.Ordinal);
            if (at < 0)
                continue;

            var start = at + field.Length;
            for (var i = start; i <= report.Length; i++)
            {
                if (i < report.Length && (report[i] != field[^1] || Backslashes(report, i) % 2 != 0))
                    continue;

                range = at..i;
                return Known(PlainText.Of(report[start..i], Math.Max(1, depth)));
            }
        }

        return null;
    }

    // SQLAlchemy's [SQL: …], Laravel's (SQL: …), Hibernate's [insert into …]: to the bracket that ends the line, or matches.
    private static string? Bracketed(ReadOnlySpan<char> report, string open, string close, int depth, out Range range)
    {
        range = default;
        var at = report.IndexOf(open, StringComparison.Ordinal);
        if (at < 0)
            return null;

        var rest = report[(at + open.Length)..];
        if (!IsStatement(rest))
            return null;

        var nesting = 1;
        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == '\'')
            {
                var literal = rest[(i + 1)..].IndexOf('\'');
                i += literal < 0 ? 0 : literal + 1;
            }
            else if (rest[i] is '(' && close == ")" || rest[i] is '[' && close == "]")
            {
                nesting++;
            }
            else if (rest[i] == close[0] && --nesting == 0)
            {
                range = at..(at + open.Length + i);
                return Known(PlainText.Of(rest[..i], depth));
            }
        }

        if (close != "\n")
            return null;

        range = at..report.Length;
        return Known(rest.ToString());
    }

    private static bool IsStatement(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, 20)].TrimStart();
        return text.StartsWith("insert", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("update", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("with", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("merge", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("select", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("alter", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("create", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("/*", StringComparison.Ordinal)
            || text.StartsWith("copy", StringComparison.OrdinalIgnoreCase);
    }

    private static string? Known(string text)
    {
        text = text.Trim();
        return text.Length == 0 ? null : text.Replace("\n\t", "\n", StringComparison.Ordinal);
    }
}
