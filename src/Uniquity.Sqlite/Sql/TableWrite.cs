namespace Uniquity.Sqlite.Sql;

/// <summary>A write to a table that stands in a statement or in the body of a trigger.</summary>
/// <param name="Table">The table, unquoted and without its schema.</param>
/// <param name="Event">What is done.</param>
internal readonly record struct TableWrite(string Table, WriteEvent Event)
{
    /// <summary>The writes of a text, in their order: a statement's own, or all of a trigger's body.</summary>
    public static IReadOnlyList<TableWrite> In(IReadOnlyList<SqlToken> tokens)
    {
        var writes = new List<TableWrite>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (At(tokens, i) is not { } write) continue;
            writes.Add(write);

            // An upsert updates the same table.
            var end = EndOfStatement(tokens, i);
            var updates = write.Event == WriteEvent.Insert && Enumerable.Range(i, end - i).Any(at => tokens[at].Is("DO") && at + 1 < end && tokens[at + 1].Is("UPDATE"));
            if (updates) writes.Add(write with { Event = WriteEvent.Update });
            i = end;
        }

        return writes;
    }

    private static TableWrite? At(IReadOnlyList<SqlToken> tokens, int i)
    {
        if (Next(tokens, i).Is("INTO") && tokens[i].Is("REPLACE")) return new TableWrite(TableAt(tokens, i + 2), WriteEvent.Insert);
        if (Next(tokens, i).Is("FROM") && tokens[i].Is("DELETE")) return new TableWrite(TableAt(tokens, i + 2), WriteEvent.Delete);

        // INSERT OR IGNORE INTO x, UPDATE OR REPLACE x.
        var name = Next(tokens, i).Is("OR") ? i + 3 : i + 1;
        if (tokens[i].Is("UPDATE")) return new TableWrite(TableAt(tokens, name), WriteEvent.Update);
        return tokens[i].Is("INSERT") && name < tokens.Count && tokens[name].Is("INTO") ? new TableWrite(TableAt(tokens, name + 1), WriteEvent.Insert) : null;
    }

    private static SqlToken Next(IReadOnlyList<SqlToken> tokens, int i) => i + 1 < tokens.Count ? tokens[i + 1] : new SqlToken(SqlTokenKind.Symbol, string.Empty, 0);

    private static string TableAt(IReadOnlyList<SqlToken> tokens, int i)
    {
        if (i + 2 < tokens.Count && tokens[i + 1].Is('.')) i += 2;
        return i < tokens.Count && tokens[i].IsName ? tokens[i].Name : string.Empty;
    }

    private static int EndOfStatement(IReadOnlyList<SqlToken> tokens, int from)
    {
        var i = from;
        while (i < tokens.Count && !tokens[i].Is(';')) i++;
        return i;
    }
}
