namespace Uniquity.Statements;

/// <summary>A place in a list of tokens.</summary>
internal sealed class SqlCursor(string sql, List<SqlToken> tokens)
{
    private int at;

    public SqlToken Now => tokens[Math.Min(at, tokens.Count - 1)];

    public SqlToken Next => tokens[Math.Min(at + 1, tokens.Count - 1)];

    public bool AtEnd => Now.Kind == SqlTokenKind.End;

    public void Step() => at++;

    public bool Take(string word)
    {
        if (!Now.Is(word)) return false;
        Step();
        return true;
    }

    public bool TakeSymbol(char symbol)
    {
        if (!Now.IsSymbol(symbol)) return false;
        Step();
        return true;
    }

    /// <summary>A dotted name as written, or <see langword="null"/>.</summary>
    public string? TakeTable()
    {
        if (!Now.IsName) return null;
        var start = Now.Start;
        var end = Now.End;
        Step();
        while (Now.IsSymbol('.') && Next.IsName)
        {
            Step();
            end = Now.End;
            Step();
        }

        return sql[start..end];
    }

    /// <summary>The text up to one of the closers at this level of brackets, trimmed; the closer is not taken.</summary>
    public string TakeUntil(Func<SqlToken, bool> closes)
    {
        var start = Now.Start;
        var end = start;
        var depth = 0;
        while (!AtEnd)
        {
            if (depth == 0 && closes(Now)) break;
            if (Now.IsSymbol('(') || Now.IsSymbol('[')) depth++;
            else if (Now.IsSymbol(')') || Now.IsSymbol(']')) depth--;
            end = Now.End;
            Step();
        }

        return sql[start..end];
    }

    /// <summary>The comma-separated items of a bracket; the brackets are taken.</summary>
    public List<(string Text, List<SqlToken> Tokens)> TakeList()
    {
        var items = new List<(string, List<SqlToken>)>();
        if (!TakeSymbol('(')) return items;
        while (!AtEnd && !Now.IsSymbol(')'))
        {
            var first = at;
            var text = TakeUntil(static token => token.IsSymbol(',') || token.IsSymbol(')'));
            items.Add((text, tokens.GetRange(first, Math.Min(at, tokens.Count) - first)));
            if (!TakeSymbol(',')) break;
        }

        TakeSymbol(')');
        return items;
    }

    public bool Contains(string first, string second) => Find(first, second) >= 0;

    /// <summary>Goes on behind two words, wherever they stand next.</summary>
    /// <returns>Whether they stand anywhere.</returns>
    public bool SkipTo(string first, string second)
    {
        var found = Find(first, second);
        if (found >= 0) at = found + 2;
        return found >= 0;
    }

    private int Find(string first, string second)
    {
        for (var i = at; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Is(first) && tokens[i + 1].Is(second)) return i;
        }

        return -1;
    }
}
