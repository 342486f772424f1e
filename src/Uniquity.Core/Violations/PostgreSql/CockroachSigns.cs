using System.Buffers;

namespace Uniquity.Violations.PostgreSql;

/// <summary>
/// CockroachDB says what PostgreSQL says. Its own hand shows in values quoted as SQL quotes strings, in its primary index's
/// old name <c>primary</c>, and in its name.
/// </summary>
internal static class CockroachSigns
{
    private static readonly SearchValues<string> s_names = SearchValues.Create(["crdb", "cockroach"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a report is CockroachDB's.</summary>
    public static bool Show(ReadOnlySpan<char> report, string? index, ReadOnlySpan<char> values)
        => index is "primary"
            || HoldsLiteral(values)
            || report.ContainsAny(s_names);

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
