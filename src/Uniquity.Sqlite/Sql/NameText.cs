namespace Uniquity.Sqlite.Sql;

/// <summary>Reads a table's name as a person types it: <c>users</c>, <c>"my users"</c>, <c>[x]</c>, <c>main.users</c>.</summary>
internal static class NameText
{
    /// <summary>Reads it.</summary>
    /// <param name="text">As typed.</param>
    /// <param name="name">The table's name, without quotes and schema.</param>
    /// <returns>False where the text is no name, or is one of another schema than <c>main</c>.</returns>
    public static bool TryRead(string text, out string name)
    {
        var tokens = SqlTokenizer.Tokenize(text);
        name = string.Empty;
        if (tokens.Count == 1 && tokens[0].IsName)
        {
            name = tokens[0].Name;
            return true;
        }

        if (tokens.Count != 3 || !tokens[0].IsName || !tokens[1].Is('.') || !tokens[2].IsName) return false;
        name = tokens[2].Name;
        return SqliteName.Same(tokens[0].Name, "main");
    }
}
