namespace Uniquity.Violations.PostgreSql;

/// <summary>The table that a statement, or a CONTEXT line, names as its target.</summary>
/// <param name="Schema">Its schema, where it is written.</param>
/// <param name="Table">Its name.</param>
internal readonly record struct SqlTarget(string? Schema, string Table)
{
    private static readonly string[] s_verbs = ["insert into ", "update only ", "update ", "merge into ", "copy ", "alter table if exists only ", "alter table if exists ", "alter table only ", "alter table "];

    /// <summary>Reads the target of INSERT, UPDATE, MERGE, COPY, ALTER TABLE, or of CREATE UNIQUE INDEX … ON.</summary>
    public static SqlTarget? OfStatement(ReadOnlySpan<char> statement)
    {
        statement = statement.TrimStart(" \u00a0\u202f\t\r\n");
        foreach (var verb in s_verbs)
        {
            if (statement.StartsWith(verb, StringComparison.OrdinalIgnoreCase))
                return Name(statement[verb.Length..]);
        }

        if (statement.StartsWith("create unique index", StringComparison.OrdinalIgnoreCase)
            && statement.IndexOf(" on ", StringComparison.OrdinalIgnoreCase) is > 0 and var on)
        {
            var rest = statement[(on + " on ".Length)..];
            return Name(rest.StartsWith("only ", StringComparison.OrdinalIgnoreCase) ? rest["only ".Length..] : rest);
        }

        return null;
    }

    /// <summary>Reads the table that a CONTEXT speaks of: a COPY's, an inner statement's, a replication target's.</summary>
    public static SqlTarget? OfContext(ReadOnlySpan<char> context)
    {
        if (context.StartsWith("COPY ", StringComparison.Ordinal))
            return Name(context["COPY ".Length..]);
        if (After(context, "replication target relation ") is { } target)
            return target;

        // SQL statement "insert into audit…": the first words after the first quotation mark, in any language.
        var quote = context.IndexOfAny("\"«»");
        var inner = quote is > 0 and < 40 ? OfStatement(context[(quote + 1)..]) : null;
        return inner ?? After(context, " in relation ");
    }

    /// <summary>Reads the table that a message's line names before the message: pg_restore's <c>COPY failed for table "users": </c>.</summary>
    public static SqlTarget? BeforeMessage(ReadOnlySpan<char> line)
    {
        var at = line.LastIndexOf(" table \"", StringComparison.Ordinal);
        return at < 0 ? null : After(line[at..], " table ");
    }

    private static SqlTarget? After(ReadOnlySpan<char> context, string words)
    {
        var at = context.IndexOf(words, StringComparison.Ordinal);
        if (at < 0 || !QuotedName.TryRead(context, at + words.Length, out var quoted))
            return null;

        var dot = quoted.Name.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 ? new(quoted.Name[..dot], quoted.Name[(dot + 1)..]) : new(null, quoted.Name);
    }

    private static SqlTarget? Name(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        if (Identifier(text, out var used) is not { } first)
            return null;
        if (used < text.Length && text[used] == '.' && Identifier(text[(used + 1)..], out _) is { } second)
            return new(first, second);

        return new(null, first);
    }

    private static string? Identifier(ReadOnlySpan<char> text, out int used)
    {
        used = 0;
        if (text.Length > 1 && text[0] == '"')
        {
            var close = text[1..].IndexOf('"');
            used = close + 2;
            return close > 0 ? text.Slice(1, close).ToString() : null;
        }

        while (used < text.Length && (char.IsLetterOrDigit(text[used]) || text[used] is '_' or '$'))
            used++;

        return used == 0 ? null : text[..used].ToString();
    }
}
