namespace Uniquity.Violations.MongoDb;

/// <summary>
/// Reads the words of the PostgreSQL under DocumentDB: its unique indexes are exclusion constraints there, and findAndModify,
/// <c>$merge</c> and <c>collMod</c> let their error (23P01) through.
/// </summary>
internal static class DocumentDbExclusion
{
    /// <summary>How DocumentDB names its unique indexes in PostgreSQL; a number follows.</summary>
    public const string Anchor = "documents_rum_index_";

    private const int Near = 400;
    private const int LongestMessage = 120;
    private const int LongestDetail = 4 * 1024;

    /// <summary>Reads the report.</summary>
    /// <param name="window">The text around the message.</param>
    /// <param name="finding">What was read.</param>
    /// <returns>Whether the message stands before the name.</returns>
    public static bool TryRead(TextWindow window, out Finding finding)
    {
        finding = default;
        var text = window.Text;
        var end = window.At + Anchor.Length;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        var message = text[Math.Max(0, window.At - LongestMessage)..window.At].LastIndexOf("onflicting key value violates exclusion constraint");
        if (message < 0 || end == window.At + Anchor.Length) return false;
        var start = Math.Max(0, window.At - LongestMessage) + message - 1;
        var near = text[Math.Max(0, start - Near)..Math.Min(text.Length, end + Near)];
        finding = new(
            new Violation
            {
                Engine = "cosmosdb",
                Code = near.Contains("23P01", StringComparison.Ordinal) ? "23P01" : near.Contains("11000", StringComparison.Ordinal) ? "11000" : null,
                Kind = ViolationKind.Write,
                Index = text[window.At..end].ToString(),
            },
            null,
            Math.Max(0, start),
            PastDetail(text, end));
        return true;
    }

    private static int PastDetail(ReadOnlySpan<char> text, int end)
    {
        var rest = text[end..Math.Min(text.Length, end + LongestDetail)];
        var detail = rest.IndexOf("conflicts with existing key");
        if (detail < 0 || Surroundings.HasNewEntry(rest[..detail])) return end;
        var line = rest[detail..].IndexOf('\n');
        return end + (line < 0 ? rest.Length : detail + line);
    }
}
