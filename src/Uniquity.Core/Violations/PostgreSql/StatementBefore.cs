namespace Uniquity.Violations.PostgreSql;

/// <summary>The statement, where a library prints it before the server's message.</summary>
internal static class StatementBefore
{
    private const int Sight = 4 * 1024;
    private const string EfCore = "Failed executing DbCommand";

    /// <summary>Reads the statement that ends before a message; <see langword="null"/> where none does.</summary>
    /// <param name="text">The text.</param>
    /// <param name="message">Where the message begins.</param>
    public static string? Read(ReadOnlySpan<char> text, int message)
    {
        var before = text[Math.Max(0, message - Sight)..message];
        var line = before[(before.LastIndexOf('\n') + 1)..];

        // Each library is known by how its line begins the message: only then is it worth to look back.
        if (line.EndsWith(" - ", StringComparison.Ordinal))
            return OfKnex(line);
        if (line.EndsWith("23505: ", StringComparison.Ordinal))
            return OfEfCore(before);
        if (line.Contains("SQLSTATE[", StringComparison.Ordinal))
            return OfDoctrine(before);

        return line.Contains(" was aborted", StringComparison.Ordinal) ? OfBatch(line) : null;
    }

    // JDBC: Batch entry 3 INSERT INTO users … was aborted: ERROR: …
    private static string? OfBatch(ReadOnlySpan<char> line)
    {
        var end = line.LastIndexOf(" was aborted", StringComparison.Ordinal);
        var start = end < 0 ? -1 : line[..end].LastIndexOf("Batch entry ", StringComparison.Ordinal);
        if (start < 0)
            return null;

        var entry = line[(start + "Batch entry ".Length)..end];
        var space = entry.IndexOf(' ');
        return space < 0 ? null : Known(entry[(space + 1)..]);
    }

    // Knex, MikroORM, Objection: error: insert into "users" … - duplicate key value …
    private static string? OfKnex(ReadOnlySpan<char> line)
    {
        foreach (var verb in (ReadOnlySpan<string>)["insert into ", "update ", "INSERT INTO ", "UPDATE "])
        {
            if (line.IndexOf(verb, StringComparison.Ordinal) is >= 0 and var start)
                return Known(line[start..^3]);
        }

        return null;
    }

    // An exception occurred while executing 'INSERT INTO users …' with params [1]:
    private static string? OfDoctrine(ReadOnlySpan<char> before)
    {
        const string Opening = "while executing '";
        var start = before.LastIndexOf(Opening, StringComparison.Ordinal);
        if (start < 0)
            return null;

        var rest = before[(start + Opening.Length)..];
        var end = rest.IndexOf("' with params", StringComparison.Ordinal);
        return end < 0 ? null : Known(rest[..end]);
    }

    // Failed executing DbCommand (5ms) [Parameters=[…], CommandType='Text', CommandTimeout='30'], and the command's lines.
    private static string? OfEfCore(ReadOnlySpan<char> before)
    {
        var start = before.LastIndexOf(EfCore, StringComparison.Ordinal);
        if (start < 0)
            return null;

        var rest = before[start..];
        rest = rest[(rest.IndexOf('\n') + 1)..];
        for (var end = 0; end < rest.Length;)
        {
            var stop = rest[end..].IndexOf('\n');
            if (stop < 0)
                break;

            end += stop + 1;
            if (end < rest.Length && (rest[end..].TrimEnd().IsEmpty || EndsCommand(rest[end..])))
                return Known(rest[..end]);
        }

        return null;
    }

    private static bool EndsCommand(ReadOnlySpan<char> next)
        => char.IsAsciiDigit(next[0]) || next[0] is '[' or '\r' or '\n'
            || next.StartsWith("fail:", StringComparison.Ordinal)
            || next.StartsWith("Microsoft.", StringComparison.Ordinal)
            || next.StartsWith("Npgsql.", StringComparison.Ordinal);

    private static string? Known(ReadOnlySpan<char> statement)
    {
        statement = statement.Trim();
        return statement.IsEmpty ? null : statement.ToString();
    }
}
