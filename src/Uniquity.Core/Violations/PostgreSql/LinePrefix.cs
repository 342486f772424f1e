namespace Uniquity.Violations.PostgreSql;

/// <summary>What containers and collectors put before each line of a program's output.</summary>
internal static class LinePrefix
{
    /// <summary>The line without the prefix of docker compose (<c>db-1  | </c>), CRI (<c>… stderr F </c>) or kubectl (<c>[pod/x] </c>).</summary>
    public static ReadOnlySpan<char> Strip(ReadOnlySpan<char> line)
    {
        if (line.Length == 0 || char.IsWhiteSpace(line[0]))
            return line;

        var head = line[..Math.Min(line.Length, 80)];
        if (head[0] == '[' && head.StartsWith("[pod/", StringComparison.Ordinal) && head.IndexOf("] ", StringComparison.Ordinal) is > 0 and var pod)
            return line[(pod + 2)..];
        foreach (var stream in (ReadOnlySpan<string>)[" stderr F ", " stdout F ", " stderr P ", " stdout P "])
        {
            if (head.IndexOf(stream, StringComparison.Ordinal) is > 0 and var cri)
                return line[(cri + stream.Length)..];
        }

        var bar = head.IndexOf('|');
        return bar > 0 && head[bar - 1] == ' ' && IsName(head[..bar]) ? line[Math.Min(line.Length, bar + 2)..] : line;
    }

    private static bool IsName(ReadOnlySpan<char> text)
    {
        foreach (var c in text.TrimEnd())
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or '.'))
                return false;
        }

        return true;
    }
}
