namespace Uniquity.Statements;

internal enum SqlTokenKind
{
    End,
    Word,
    QuotedName,
    Text,
    Number,

    /// <summary>A blob literal, <c>x'00ff'</c>; its text is the hexadecimal digits.</summary>
    Blob,
    Symbol,
}
