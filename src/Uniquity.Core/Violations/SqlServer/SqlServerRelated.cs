namespace Uniquity.Violations.SqlServer;

/// <summary>SQL Server's errors that are no unique violation.</summary>
internal static class SqlServerRelated
{
    private const string Conflicted = "statement conflicted with the ";
    private const string Null = "Cannot insert the value NULL into column '";
    private const string Deadlock = "was deadlocked on ";

    /// <summary>The sentences.</summary>
    public static string[] Sentences { get; } = [Conflicted, Null, Deadlock];

    /// <summary>Reads the sentence that is the anchor.</summary>
    public static bool TryRead(TextWindow window, out Finding finding)
    {
        finding = default;
        var end = window.At + window.Anchor.Length;
        var after = window.Text.LineAfter(end, 40);
        var (code, number) = window.Anchor switch
        {
            Conflicted when after.StartsWith("FOREIGN KEY") || after.StartsWith("REFERENCE constraint") => ("UQ901", "547"),
            Conflicted when after.StartsWith("CHECK constraint") => ("UQ909", "547"),
            Null => ("UQ902", "515"),
            Deadlock when after.Contains("resources with another process", StringComparison.Ordinal) => ("UQ906", "1205"),
            _ => (null, null),
        };
        if (code is null) return false;
        finding = new Finding(null, new RelatedError(code, number, 1), window.At, end);
        return true;
    }
}
