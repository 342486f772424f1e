using System.Text;

namespace Uniquity.Violations.PostgreSql;

/// <summary>A record of csvlog, rewritten as the lines that the same server would write to standard error.</summary>
/// <param name="Lines">The message, DETAIL, CONTEXT and STATEMENT.</param>
/// <param name="End">Just past the record.</param>
/// <remarks>Columns as of the manual, "Using CSV-Format Log Output": from sql_state_code on they are the same since 9.0.</remarks>
internal readonly record struct CsvLogRecord(string Lines, int End)
{
    private const int MostChars = 64 * 1024;

    private static readonly string?[] s_labels = ["ERROR:  ", ": ", "\nDETAIL:  ", null, null, null, "\nCONTEXT:  ", "\nSTATEMENT:  "];

    /// <summary>Whether a SQLSTATE stands in a record's column: <c>…,ERROR,23505,"duplicate key…</c>.</summary>
    public static bool Holds(ReadOnlySpan<char> text, int at, int length)
    {
        var after = at + length;
        if (at < 2 || text[at - 1] != ',' || after + 1 >= text.Length || text[after] != ',' || text[after + 1] != '"')
            return false;

        var i = at - 2;
        while (i >= 0 && char.IsLetter(text[i]))
            i--;

        return i >= 0 && i < at - 2 && text[i] == ',';
    }

    /// <summary>Rewrites the record whose SQLSTATE stands at a place.</summary>
    public static CsvLogRecord From(ReadOnlySpan<char> text, int at)
    {
        var lines = new StringBuilder(512);
        var limit = Math.Min(text.Length, at + MostChars);
        var i = at;
        for (var column = 0; i < limit; column++)
        {
            var value = Column(text, ref i, limit);
            if (column < s_labels.Length && s_labels[column] is { } label && !value.IsEmpty)
                lines.Append(label).Append(value.ToString().Replace("\"\"", "\"", StringComparison.Ordinal).Replace("\n", "\n\t", StringComparison.Ordinal));
            if (i >= limit || text[i] != ',')
                break;

            i++;
        }

        return new CsvLogRecord(lines.ToString(), i);
    }

    /// <summary>Reads the column that begins at a place, and goes to where it ends; doubled quotes stay.</summary>
    public static ReadOnlySpan<char> Column(ReadOnlySpan<char> text, ref int i, int limit)
    {
        if (text[i] != '"')
        {
            var plain = text[i..limit];
            var stop = plain.IndexOfAny(',', '\n', '\r');
            plain = stop < 0 ? plain : plain[..stop];
            i += plain.Length;
            return plain;
        }

        var start = ++i;
        while (i < limit)
        {
            if (text[i] == '"')
            {
                if (i + 1 >= limit || text[i + 1] != '"')
                    break;

                i++;
            }

            i++;
        }

        var value = text[start..Math.Min(i, limit)];
        i = Math.Min(i + 1, limit);
        return value;
    }
}
