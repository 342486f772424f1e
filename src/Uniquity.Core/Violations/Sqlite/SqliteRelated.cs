using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.Sqlite;

/// <summary>SQLite's other constraints: foreign key, not null, check.</summary>
internal static class SqliteRelated
{
    /// <summary>Reads the sentence whose second half is the anchor.</summary>
    public static bool TryRead(TextWindow window, PeeledText peeled, ReadOnlySpan<char> subject, out Finding finding)
    {
        finding = default;
        var (code, name, length) = subject switch
        {
            _ when subject.EndsWith("FOREIGN KEY ", StringComparison.OrdinalIgnoreCase) => ("UQ901", "787", "FOREIGN KEY ".Length),
            _ when subject.EndsWith("NOT NULL ") => ("UQ902", "1299", "NOT NULL ".Length),
            _ when subject.EndsWith("CHECK ") => ("UQ909", "275", "CHECK ".Length),
            _ => ("", "", 0),
        };
        if (length == 0) return false;
        var start = peeled.At - length;
        var end = peeled.At + window.Anchor.Length;
        var isStated = end < peeled.Text.Length && peeled.Text[end] == ':';
        if (!isStated && !IsStart(peeled.Text, start)) return false;
        finding = new Finding(null, new RelatedError(code, name, 1), peeled.ToRaw(start), peeled.ToRaw(end));
        return true;
    }

    /// <summary>PHP prints the code between the colon and the sentence; the driver for Java and Rust's an article.</summary>
    private static bool IsStart(ReadOnlySpan<char> text, int start) =>
        text.IsMessageStart(start) || text[..start].EndsWith(": 19 ") || text[..start].EndsWith(" A ");
}
