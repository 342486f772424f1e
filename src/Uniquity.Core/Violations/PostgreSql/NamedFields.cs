using System.Buffers;

namespace Uniquity.Violations.PostgreSql;

/// <summary>What the members of an error object name: <c>table: 'users'</c>, <c>"table_name":"users"</c>, <c>TABLE NAME:  users</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Constraint">The constraint.</param>
internal readonly record struct NamedFields(string? Table, string? Schema, string? Constraint)
{
    // psql's verbose labels in the server's languages: table, then schema.
    private static readonly string[] s_tables = ["table", "TABELLENNAME", "NOMBRE DE TABLA", "NOME TABELLA", "TABELLNAMN", "ТАБЛИЦА", "ІМ'Я ТАБЛИЦІ", "테이블 이름", "表名"];
    private static readonly string[] s_schemas = ["schema", "NOMBRE DE ESQUEMA", "СХЕМА", "ІМ'Я СХЕМИ", "스키마 이름", "方案名"];
    private static readonly string[] s_constraints = ["constraint"];

    private static readonly SearchValues<string> s_english = SearchValues.Create(["table", "schema", "constraint"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> s_all = SearchValues.Create([.. s_tables, .. s_schemas, .. s_constraints], StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the first member of each kind that has a value.</summary>
    /// <param name="report">The report.</param>
    /// <param name="isEnglish">Whether the message is known to be English, and so the labels.</param>
    public static NamedFields Read(ReadOnlySpan<char> report, bool isEnglish)
    {
        string? table = null, schema = null, constraint = null;
        var words = isEnglish ? s_english : s_all;
        for (var from = 0; from < report.Length;)
        {
            var next = report[from..].IndexOfAny(words);
            if (next < 0)
                break;

            next += from;
            from = next + 1;
            if (table is null && Member(report, next, s_tables) is { } t)
                table = t;
            else if (schema is null && Member(report, next, s_schemas) is { } s)
                schema = s;
            else if (constraint is null && Member(report, next, s_constraints) is { } c)
                constraint = c;
        }

        return new NamedFields(table, schema, constraint);
    }

    private static string? Member(ReadOnlySpan<char> report, int at, string[] words)
    {
        foreach (var word in words)
        {
            if (report[at..].StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return BeginsWord(report, at) ? MemberValue.Read(report, at, at + word.Length) : null;
        }

        return null;
    }

    // \nTABLE NAME: inside a JSON string: the n is the escape's.
    private static bool BeginsWord(ReadOnlySpan<char> report, int at)
        => at == 0
            || !(char.IsAsciiLetterOrDigit(report[at - 1]) || report[at - 1] is '_' or '-')
            || at > 1 && report[at - 1] is 'n' or 't' && report[at - 2] == '\\';
}
