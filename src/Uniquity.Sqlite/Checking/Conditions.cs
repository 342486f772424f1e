using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Checking;

/// <summary>Takes a filter apart at its ANDs.</summary>
internal static class Conditions
{
    /// <summary>The conditions as written, without brackets around them.</summary>
    public static IEnumerable<string> Of(string filter) => Split(SqlTokenizer.Tokenize(filter)).Select(tokens => TokenList.Text(filter, tokens));

    /// <summary>Without brackets that enclose the whole.</summary>
    public static IReadOnlyList<SqlToken> Unwrap(IReadOnlyList<SqlToken> tokens)
    {
        while (tokens.Count > 2 && tokens[0].Is('(') && TokenList.Closing(tokens, 0) == tokens.Count - 1) tokens = [.. tokens.Skip(1).SkipLast(1)];
        return tokens;
    }

    private static IEnumerable<IReadOnlyList<SqlToken>> Split(IReadOnlyList<SqlToken> tokens)
    {
        tokens = Unwrap(tokens);
        var parts = new List<List<SqlToken>> { new() };
        var (depth, between, or) = (0, 0, false);
        foreach (var token in tokens)
        {
            depth += token.Is('(') || token.Is("CASE") ? 1 : token.Is(')') || token.Is("END") ? -1 : 0;
            if (depth == 0 && token.Is("BETWEEN")) between++;
            or |= depth == 0 && token.Is("OR");
            if (depth == 0 && token.Is("AND") && between-- <= 0)
            {
                between = 0;
                parts.Add([]);
            }
            else
            {
                parts[^1].Add(token);
            }
        }

        // OR binds looser than AND: nothing stands alone then.
        if (or || parts.Count == 1) return [tokens];
        return parts.SelectMany(Split);
    }
}
