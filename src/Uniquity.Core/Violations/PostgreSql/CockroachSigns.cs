using System.Buffers;

namespace Uniquity.Violations.PostgreSql;

/// <summary>
/// CockroachDB says what PostgreSQL says. Its own hand shows in values quoted as SQL quotes strings, in its primary index's
/// old name <c>primary</c>, and in its name.
/// </summary>
internal static class CockroachSigns
{
    private static readonly SearchValues<string> s_names = SearchValues.Create(["crdb", "cockroach", "row_fetcher_errors.go"], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an index's name or a key's values are CockroachDB's.</summary>
    /// <param name="index">The index.</param>
    /// <param name="values">The key's values as printed.</param>
    /// <param name="count">How many parts the key has.</param>
    public static bool Show(string? index, string values, int count)
        => index is "primary" || values.Contains('\'', StringComparison.Ordinal) && AreLiterals(values, count);

    /// <summary>Whether a text names CockroachDB.</summary>
    // github.com/cockroachdb/errors is a library that many Go programs on PostgreSQL have in their stacks.
    public static bool Name(ReadOnlySpan<char> text)
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

    // As many values as parts, each either without any quote or a literal whole.
    private static bool AreLiterals(string values, int count)
    {
        var pieces = 1;
        var quoted = false;
        for (var i = 0; i < values.Length; i++)
        {
            var begins = i == 0 || !quoted && values.AsSpan(0, i).EndsWith(", ", StringComparison.Ordinal);
            if (values[i] == '\'')
            {
                if (!quoted && !begins && values[i - 1] != '\'' && values[i - 1] != 'e')
                    return false;

                quoted = !quoted;
            }
            else if (!quoted && i > 0 && values[i - 1] == '\'' && values[i] is not (',' or ':'))
            {
                return false;
            }
            else if (!quoted && values[i] == ',')
            {
                pieces++;
            }
        }

        return !quoted && pieces == count;
    }

    private static string Literal(string value)
    {
        var text = value.StartsWith("e'", StringComparison.Ordinal) ? value[1..] : value;
        return text.Length >= 2 && text[0] == '\'' && text[^1] == '\''
            ? text[1..^1].Replace("''", "'", StringComparison.Ordinal)
            : value;
    }
}
