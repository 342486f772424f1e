namespace Uniquity.Sqlite.Sql;

/// <summary>A token of SQLite's language, as a place in its text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The token as written.</param>
/// <param name="Start">Where it starts in the statement.</param>
internal readonly record struct SqlToken(SqlTokenKind Kind, string Text, int Start)
{
    /// <summary>Where the next token can start.</summary>
    public int End => Start + Text.Length;

    /// <summary>Whether it can name something: a bare word or a quoted name.</summary>
    public bool IsName => Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName;

    /// <summary>The name without its quotes.</summary>
    public string Name => Kind == SqlTokenKind.QuotedName ? SqliteName.Unquote(Text) : Text;

    /// <summary>Whether it is this keyword, bare and in any case.</summary>
    public bool Is(string keyword) =>
        Kind == SqlTokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is this symbol.</summary>
    public bool Is(char symbol) => Kind == SqlTokenKind.Symbol && Text.Length == 1 && Text[0] == symbol;
}
