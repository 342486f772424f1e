using System.Runtime.InteropServices;

namespace Uniquity.Violations.Sqlite;

/// <summary>What SQLite names after the colon: <c>users.a, users.b</c> or <c>index 'name'</c>.</summary>
/// <param name="Table">The table.</param>
/// <param name="Index">The index, which is named only where its key holds an expression.</param>
/// <param name="Key">The columns, without values: SQLite does not print them.</param>
/// <param name="Length">How many characters were read.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SqliteColumns(string? Table, string? Index, KeyValue[]? Key, int Length)
{
    // SQLite allows thousands of columns in a key; a message longer than this is cut.
    private const int Longest = 32 * 1024;

    // What drivers and log lines put after the message; a column's name that holds one of these is cut short.
    private static readonly string[] Enders =
        ["<", " (", " [", " {", " | ", "; ", ": ", " - ", " while ", " at ", " for ", " in ", " on ", " when ", "',", "\",", "')", "\")", "'.", "\".", "'}", "\"}", "']", "\"]"];

    /// <summary>Reads the columns.</summary>
    /// <param name="text">The text after the colon.</param>
    /// <param name="isStrict">
    /// Whether the message is known to go to the end of its line or string, so that a name may have spaces; in prose the
    /// next word is not part of it.
    /// </param>
    /// <param name="columns">What was read.</param>
    /// <returns>Whether there was an index or a column.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, bool isStrict, out SqliteColumns columns)
    {
        columns = default;
        if (text.StartsWith("index '")) return TryReadIndex(text, out columns);
        var list = text.LineAfter(0, Longest);
        foreach (var ender in Enders)
        {
            if (list.IndexOf(ender) is >= 0 and var end) list = list[..end];
        }

        if (!isStrict) list = Words(list);
        list = list.TrimEnd(" '\"`.,;)]}?!");
        return Split(list, out columns);
    }

    /// <summary>Reads the columns where the text is known to hold nothing else: a driver's message, without what the driver puts around it.</summary>
    /// <remarks>A table whose name holds <c>", "</c> cannot be told from two columns.</remarks>
    public static bool TryReadExact(ReadOnlySpan<char> text, out SqliteColumns columns) =>
        text.StartsWith("index '") ? TryReadIndex(text, out columns) : Split(text, out columns);

    /// <summary>The name of an index is quoted as SQL quotes it: <c>'we''ird'</c>.</summary>
    private static bool TryReadIndex(ReadOnlySpan<char> text, out SqliteColumns columns)
    {
        columns = default;
        var from = "index '".Length;
        var name = text.LineAfter(from, Longest);
        for (var i = 0; i < name.Length; i++)
        {
            if (name[i] != '\'') continue;

            // Two quotes are one of the name's, unless the second is that of a driver which quotes the whole message.
            if (i + 2 < name.Length && name[i + 1] == '\'' && name[i + 2] is not ('.' or ',' or ')' or ']' or '}')) i++;
            else if (i == 0) return false;
            else
            {
                columns = new SqliteColumns(null, name[..i].ToString().Replace("''", "'", StringComparison.Ordinal), null, from + i + 1);
                return true;
            }
        }

        return false;
    }

    /// <summary>The list as far as commas hold it together: <c>users.a, users.b and</c> ends before <c>and</c>.</summary>
    private static ReadOnlySpan<char> Words(ReadOnlySpan<char> list)
    {
        for (var i = 0; i < list.Length; i++)
        {
            if (list[i] == ' ' && (i == 0 || list[i - 1] != ',')) return list[..i];
        }

        return list;
    }

    private static bool Split(ReadOnlySpan<char> list, out SqliteColumns columns)
    {
        columns = default;
        var comma = list.IndexOf(", ");
        var first = comma < 0 ? list : list[..comma];
        var dot = first.LastIndexOf('.');

        // All columns are of one table; a dot may belong to a column's name.
        while (comma >= 0 && dot > 0 && !list[(comma + 2)..].StartsWith(first[..(dot + 1)])) dot = first[..dot].LastIndexOf('.');
        if (dot <= 0) dot = first.LastIndexOf('.');
        if (dot <= 0 || dot == first.Length - 1) return false;

        var table = first[..(dot + 1)];
        Span<Range> parts = stackalloc Range[64];
        var count = 0;
        var start = 0;
        while (count < parts.Length - 1 && NextOf(list, start, table) is >= 0 and var next)
        {
            parts[count++] = (start + table.Length)..next;
            start = next + 2;
        }

        parts[count++] = (start + table.Length)..list.Length;
        var key = new KeyValue[count];
        for (var i = 0; i < count; i++) key[i] = new KeyValue(list[parts[i]].ToString(), null);
        columns = new SqliteColumns(table[..^1].ToString(), null, key, list.Length);
        return true;
    }

    /// <summary>Where the comma before the table's next column stands.</summary>
    private static int NextOf(ReadOnlySpan<char> list, int start, ReadOnlySpan<char> table)
    {
        var from = start + table.Length;
        while (from < list.Length)
        {
            var comma = list[from..].IndexOf(", ");
            if (comma < 0) return -1;
            from += comma;
            if (list[(from + 2)..].StartsWith(table)) return from;
            from += 2;
        }

        return -1;
    }
}
