namespace Uniquity.Statements;

/// <summary>A value in a statement.</summary>
/// <param name="Text">A literal's value; <see langword="null"/> for NULL and for what is no literal.</param>
/// <param name="IsNull">Whether it is the literal NULL.</param>
/// <param name="IsLiteral">Whether it is a literal at all; an expression, a parameter or DEFAULT is not.</param>
public readonly record struct SqlValue(string? Text, bool IsNull, bool IsLiteral)
{
    /// <summary>Whether the literal is a number: to a column without a type 1 and '1' are two values.</summary>
    public bool IsNumber { get; init; }


    /// <summary>A value that the statement does not state.</summary>
    public static SqlValue Unknown => new(null, false, false);
}
