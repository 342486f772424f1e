namespace Uniquity.Sqlite.Sql;

/// <summary>What a token of SQLite's language is.</summary>
internal enum SqlTokenKind
{
    /// <summary>A bare word: a keyword or a name.</summary>
    Word,

    /// <summary>A name in <c>"double quotes"</c>, <c>[brackets]</c> or backticks.</summary>
    QuotedName,

    /// <summary>A text in single quotes, or a blob.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A parameter: <c>?</c>, <c>?1</c>, <c>:name</c>, <c>@name</c>, <c>$name</c>.</summary>
    Parameter,

    /// <summary>A bracket, comma, semicolon or operator.</summary>
    Symbol,

    /// <summary>A quote that is never closed, or a character that starts no token.</summary>
    Broken,
}
