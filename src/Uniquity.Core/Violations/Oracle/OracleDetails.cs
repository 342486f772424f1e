using System.Runtime.InteropServices;

namespace Uniquity.Violations.Oracle;

/// <summary>The values, on the line after the sentence: <c>ORA-03301: (ORA-00001 details) row with column values (DEPT:10, EMAIL:'x') already exists</c>.</summary>
/// <param name="Key">The columns and values; <see langword="null"/> where there are none.</param>
/// <param name="End">Where the line's sentence ends.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OracleDetails(KeyValue[]? Key, int End)
{
    private const string Code = "ORA-03301:";
    private const string Exists = ") already exists";
    private const int Sight = 4 * 1024;
    private const int Between = 80;

    /// <summary>Reads the details that follow a sentence.</summary>
    public static OracleDetails After(ReadOnlySpan<char> text, int at)
    {
        var next = text[at..Math.Min(text.Length, at + Between)].IndexOf(Code);
        return next < 0 ? default : At(text, at + next);
    }

    /// <summary>Reads the details that begin with their code.</summary>
    public static OracleDetails At(ReadOnlySpan<char> text, int at)
    {
        var line = text[at..Math.Min(text.Length, at + Sight)];
        var open = line.IndexOf(" values (");
        var close = line.IndexOf(Exists);
        if (open is < 0 or > 80 || close < open) return default;
        var list = line[(open + " values (".Length)..close];
        Span<Range> parts = stackalloc Range[33];
        var count = Split(list, parts);
        if (count == 0) return default;
        var key = new KeyValue[count];
        for (var i = 0; i < count; i++)
        {
            var part = list[parts[i]];
            var colon = part.IndexOf(':');
            var value = part[(colon + 1)..].Trim();
            var isText = value.Length >= 2 && value[0] == '\'' && value[^1] == '\'';
            var isNull = value is "NULL" or "null" or "";
            key[i] = new KeyValue(part[..colon].Trim().ToString(), (isText ? value[1..^1] : value).ToString(), isNull);
        }

        return new OracleDetails(key, at + close + Exists.Length);
    }

    /// <summary>The parts between commas that begin with a name and a colon; a comma of a value's own has none behind it.</summary>
    private static int Split(ReadOnlySpan<char> list, Span<Range> parts)
    {
        var count = 0;
        var start = 0;
        while (count < parts.Length)
        {
            if (!BeginsWithName(list[start..])) return 0;
            var end = start;
            do
            {
                var comma = list[(end + 1)..].IndexOf(", ");
                end = comma < 0 ? list.Length : end + 1 + comma;
            }
            while (end < list.Length && !BeginsWithName(list[(end + 2)..]));
            parts[count++] = start..end;
            if (end == list.Length) return count;
            start = end + 2;
        }

        return 0;
    }

    private static bool BeginsWithName(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        return colon > 0 && text[..colon].IndexOfAny(" '(,") < 0;
    }
}
