namespace Uniquity.Violations.PostgreSql;

/// <summary>
/// Reads what PostgreSQL, and the servers that speak like it, say of a refused unique key: by the server, its logs, and every
/// driver and mapper in front of it.
/// </summary>
internal sealed class PostgreSqlParser : IViolationParser
{
    /// <summary>SQLSTATE unique_violation (PostgreSQL manual, appendix A).</summary>
    public const string UniqueViolation = "23505";

    private static readonly Dictionary<string, Sentence> s_sentences = Sentence.All.ToDictionary(s => s.Anchor, StringComparer.Ordinal);

    /// <inheritdoc/>
    public IReadOnlyList<string> Anchors { get; } =
    [
        UniqueViolation, KeyDetail.Mark,
        .. Sentence.All.Select(s => s.Anchor),
        .. MapperReport.Anchors,
        .. RelatedSign.Anchors,
    ];

    /// <inheritdoc/>
    public bool TryRead(TextWindow window, out Finding finding)
    {
        finding = default;
        return window.Anchor switch
        {
            UniqueViolation when CsvLogRecord.Holds(window.Text, window.At, UniqueViolation.Length) => ReadCsv(window, out finding),
            UniqueViolation => ErrorCode.IsOfError(window.Text, window.At, UniqueViolation.Length) && Read(window, hasCode: true, out finding),
            KeyDetail.Mark => Read(window, hasCode: false, out finding),
            var anchor when s_sentences.TryGetValue(anchor, out var sentence)
                => sentence.TryMatch(window.Text, window.At, out _) && !SourceCode.Compares(window.Text, window.At) && Read(window, hasCode: false, out finding),
            var anchor when MapperReport.IsAnchor(anchor) => MapperReport.TryRead(window, out finding),
            _ => RelatedSign.TryRead(window, out finding),
        };
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

    private static bool Read(TextWindow window, bool hasCode, out Finding finding)
    {
        var report = new Report(window.Text, window.At);
        report.Gather(hasCode);
        finding = default;
        if (!report.IsViolation)
            return false;

        var violation = report.ToViolation();
        finding = new Finding(violation, null, window.At, Math.Max(report.End, window.At + window.Anchor.Length));
        return true;
    }
}
