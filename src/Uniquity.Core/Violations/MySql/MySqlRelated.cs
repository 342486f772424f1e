namespace Uniquity.Violations.MySql;

/// <summary>MySQL's errors that are no unique violation.</summary>
internal static class MySqlRelated
{
    private const string Child = "Cannot add or update a child row: a foreign key constraint fails";
    private const string Parent = "Cannot delete or update a parent row: a foreign key constraint fails";
    private const string Null = "' cannot be null";
    private const string Deadlock = "Deadlock found when trying to get lock";
    private const string Connections = "Too many connections";

    /// <summary>The sentences.</summary>
    public static string[] Sentences { get; } = [Child, Parent, Null, Deadlock, Connections];

    /// <summary>Reads the sentence that is the anchor.</summary>
    public static bool TryRead(TextWindow window, out Finding finding)
    {
        finding = default;
        var (code, number) = window.Anchor switch
        {
            Child => ("UQ901", "1452"),
            Parent => ("UQ901", "1451"),
            Null => ("UQ902", "1048"),
            Deadlock => ("UQ906", "1213"),
            _ => ("UQ907", "1040"),
        };
        var start = window.At;
        if (window.Anchor == Null)
        {
            var column = window.Text.LineBefore(window.At, 80).LastIndexOf("Column '");
            if (column < 0) return false;
        }
        else if (!window.Text.IsMessageStart(start) && !IsAfterCode(window.Text, start))
        {
            return false;
        }

        finding = new Finding(null, new RelatedError(code, number, 1), start, start + window.Anchor.Length);
        return true;
    }

    /// <summary>PHP prints <c>…: 1452 Cannot add …</c>.</summary>
    private static bool IsAfterCode(ReadOnlySpan<char> text, int at) => at > 1 && text[at - 1] == ' ' && char.IsAsciiDigit(text[at - 2]);
}
