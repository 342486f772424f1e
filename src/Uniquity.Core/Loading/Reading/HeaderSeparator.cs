namespace Uniquity.Loading.Reading;

/// <summary>Tells from a header what stands between its names: a comma, a tab or a semicolon.</summary>
internal static class HeaderSeparator
{
    /// <summary>The separator that stands outside of quotes; a comma where there is none.</summary>
    public static byte Find(RecordBuffer buffer)
    {
        var (at, inQuotes, before) = (0, false, (byte)'\n');
        var seen = new HashSet<byte>();
        while (true)
        {
            if (at == buffer.Window.Length && !buffer.Fill()) break;
            var letter = buffer.Window[at++];
            if (letter == '"') inQuotes = !inQuotes && before is (byte)'"' or (byte)',' or (byte)'\t' or (byte)';' or (byte)'\n';
            if (!inQuotes && letter == '\n' && before != '\n') break;
            if (!inQuotes) seen.Add(letter);

            // Empty lines may stand before the header.
            if (letter != '\r') before = letter;
        }

        return seen.Contains((byte)',') ? (byte)',' : seen.Contains((byte)'\t') ? (byte)'\t' : seen.Contains((byte)';') ? (byte)';' : (byte)',';
    }
}
