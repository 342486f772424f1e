namespace Uniquity.Violations.MongoDb;

/// <summary>
/// Reads the refusal of <c>collMod</c> to make an index unique, code 359: <c>Cannot convert the index to unique. Please
/// resolve conflicting documents before running collMod again.</c>
/// </summary>
internal static class UniqueConversion
{
    private const int Near = 600;

    /// <summary>Reads the report around the code's name.</summary>
    /// <param name="window">The text around it.</param>
    /// <param name="finding">What was read.</param>
    /// <returns>Whether it is a refusal; the bare name in prose is none.</returns>
    public static bool TryRead(TextWindow window, out Finding finding)
    {
        finding = default;
        var text = window.Text;
        var near = text[Math.Max(0, window.At - Near)..Math.Min(text.Length, window.At + Near)];
        if (!near.Contains("359", StringComparison.Ordinal) && !near.Contains("Cannot convert the index to unique", StringComparison.Ordinal)) return false;
        finding = new(
            new Violation { Engine = "mongodb", Code = "359", Kind = ViolationKind.IndexBuild },
            null,
            window.At,
            window.At + window.Anchor.Length);
        return true;
    }
}
