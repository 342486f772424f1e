using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.PostgreSql;

/// <summary>
/// Reads what PostgreSQL, and the servers that speak like it, say of a refused unique key: by the server, its logs, and every
/// driver and mapper in front of it.
/// </summary>
internal sealed class PostgreSqlParser : IViolationParser
{
    /// <summary>SQLSTATE unique_violation (PostgreSQL manual, appendix A).</summary>
    public const string UniqueViolation = "23505";

    /// <inheritdoc/>
    public IReadOnlyList<string> Anchors { get; } = [KeyDetail.Mark, .. AnchorTable.Anchors, .. MapperReport.Anchors];

    /// <inheritdoc/>
    public bool TryRead(TextWindow window, out Finding finding)
    {
        if (window.Anchor == KeyDetail.Mark)
            return Read(window, hasCode: false, out finding) || ReadPeeled(window, out finding);
        if (MapperReport.IsAnchor(window.Anchor))
            return MapperReport.TryRead(window, out finding);

        var begun = AnchorTable.Of(window.Anchor);
        if (window.Text[window.At..].StartsWith(UniqueViolation, StringComparison.Ordinal))
            return ReadCode(window, out finding);

        foreach (var sentence in begun.Sentences)
        {
            if (sentence.TryMatch(window.Text, window.At, out _) && !SourceCode.Compares(window.Text, Math.Max(0, window.At - sentence.Before)) && Read(window, hasCode: false, out finding))
                return true;
        }

        foreach (var sign in begun.Related)
        {
            if (sign.TryRead(window, out finding))
                return true;
        }

        finding = default;
        return false;
    }

    private static bool ReadCode(TextWindow window, out Finding finding)
    {
        finding = default;
        if (CsvLogRecord.Holds(window.Text, window.At, UniqueViolation.Length))
            return ReadCsv(window, out finding);

        return ErrorCode.IsOfError(window.Text, window.At, UniqueViolation.Length) && Read(window, hasCode: true, out finding);
    }

    private static bool ReadCsv(TextWindow window, out Finding finding)
    {
        var record = CsvLogRecord.From(window.Text, window.At);
        var report = new Report(record.Lines, record.Lines.IndexOf(UniqueViolation, StringComparison.Ordinal));
        report.Gather(hasCode: true);
        var database = ServerLog.CsvDatabase(window.Text[..window.At]);
        finding = new Finding(report.ToViolation() with { Database = database }, null, window.At, record.End);
        return true;
    }

    // JSON that is all ASCII: the words themselves are escaped, and only the key's mark shows.
    private static bool ReadPeeled(TextWindow window, out Finding finding)
    {
        finding = default;
        var around = window.Text[Math.Max(0, window.At - 200)..Math.Min(window.Text.Length, window.At + 400)];
        if (!around.Contains("\\u", StringComparison.Ordinal))
            return false;

        using var peeled = PeeledText.From(window);
        if (peeled.Depth == 0)
            return false;

        var start = LastSentence(peeled.Text[..peeled.At]);
        if (!Read(new TextWindow(peeled.Text, start < 0 ? peeled.At : start, KeyDetail.Mark), hasCode: false, out var inner))
            return false;

        finding = inner with { Start = peeled.ToRaw(inner.Start), End = Math.Max(window.At + 1, peeled.ToRaw(inner.End)) };
        return true;
    }

    private static int LastSentence(ReadOnlySpan<char> text)
    {
        foreach (var sentence in Sentence.All)
        {
            if (text.LastIndexOf(sentence.Anchor, StringComparison.Ordinal) is >= 0 and var at)
                return at;
        }

        return -1;
    }

    private static bool Read(TextWindow window, bool hasCode, out Finding finding)
    {
        var report = new Report(window.Text, window.At);
        report.Gather(hasCode);
        finding = default;
        if (!report.IsViolation)
            return false;

        var violation = report.ToViolation();
        finding = new Finding(violation, null, window.At, Math.Max(report.End, window.At + window.Anchor.Length)) { FieldsOnly = report.IsFieldsOnly };
        return true;
    }
}
