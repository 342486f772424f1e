using Uniquity.Facts;

namespace Uniquity.Diagnosing;

/// <summary>Finds the columns that a key part or filter speaks of.</summary>
internal static class ColumnsOf
{
    /// <summary>The columns whose names stand as whole words in an expression, in the table's order.</summary>
    public static IReadOnlyList<Column> Expression(string expression, IReadOnlyList<Column> columns) =>
        [.. columns.Where(column => Mentions(expression, column.Name))];

    /// <summary>Whether a name stands as a whole word in an expression.</summary>
    public static bool Mentions(string expression, string name)
    {
        for (var at = expression.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = expression.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var before = at == 0 ? ' ' : expression[at - 1];
            var end = at + name.Length;
            var after = end == expression.Length ? ' ' : expression[end];
            if (!IsWord(before) && !IsWord(after) && before != '\'') return true;
        }

        return false;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';
}
