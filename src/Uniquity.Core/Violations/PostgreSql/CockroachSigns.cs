using System.Buffers;

namespace Uniquity.Violations.PostgreSql;

/// <summary>
/// CockroachDB says what PostgreSQL says. Its own hand shows in values quoted as SQL quotes strings, in its primary index's
/// old name <c>primary</c>, and in its name.
/// </summary>
internal static class CockroachSigns
{
    private static readonly SearchValues<string> s_names = SearchValues.Create(["crdb", "cockroach", "row_fetcher_errors.go"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a report is CockroachDB's.</summary>
    /// <param name="before">The report up to its key.</param>
    /// <param name="after">The report from behind its key.</param>
    /// <param name="index">The index.</param>
    /// <param name="values">The key's values as printed.</param>
    public static bool Show(ReadOnlySpan<char> before, ReadOnlySpan<char> after, string? index, ReadOnlySpan<char> values)
        => index is "primary" || HoldsLiteral(values) || IsNamed(before) || IsNamed(after);

    // github.com/cockroachdb/errors is a library that many Go programs on PostgreSQL have in their stacks.
    private static bool IsNamed(ReadOnlySpan<char> text)
    {
        for (var from = 0; ;)
        {
            var next = text[from..].IndexOfAny(s_names);
            if (next < 0)
                return false;

            from += next;
            if (from == 0 || text[from - 1] != '/')
                return true;

            from++;
        }
    }

    /// <summary>Splits a list of SQL literals, <c>'O''Brien, Pat', 7</c>, and takes the quotes off.</summary>
    public static string[] Split(string values, int count)
    {
        var parts = new List<string>(count);
        var start = 0;
        var quoted = false;
        for (var i = 0; i <= values.Length; i++)
        {
            if (i < values.Length && values[i] == '\'')
                quoted = !quoted;
            if (i < values.Length && (quoted || values[i] != ','))
                continue;

            parts.Add(Literal(values[start..i].Trim()));
            start = i + 1;
        }

        while (parts.Count < count)
            parts.Add(string.Empty);

        return [.. parts];
    }

    private static bool HoldsLiteral(ReadOnlySpan<char> values)
    {
        values = values.Trim();
        return values.Length >= 2 && values[^1] == '\'' && (values[0] == '\'' || values.Contains(", '", StringComparison.Ordinal))
            || values.Length >= 3 && values[0] == '\'' && values.Contains("', ", StringComparison.Ordinal);
    }

    private static string Literal(string value)
    {
        var text = value.StartsWith("e'", StringComparison.Ordinal) ? value[1..] : value;
        return text.Length >= 2 && text[0] == '\'' && text[^1] == '\''
            ? text[1..^1].Replace("''", "'", StringComparison.Ordinal)
            : value;
    }
}
