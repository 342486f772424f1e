namespace Uniquity.Violations.PostgreSql;

/// <summary>Reads what a report of PostgreSQL says of an error that is no unique violation: its table, constraint, column and key.</summary>
/// <remarks>The sentences are the server's English ones; the fields of a driver's error object are read in any language.</remarks>
internal static class RelatedFactsReader
{
    /// <summary>Reads the report around a place.</summary>
    /// <returns><see langword="null"/> where it states nothing.</returns>
    public static RelatedFacts? Read(ReadOnlySpan<char> text, int at)
    {
        var scope = ReportScope.Around(text, at);
        var report = text[scope.Start..scope.End];
        var depth = 0;
        var named = NamedFields.Read(report, isEnglish: false);
        var facts = new RelatedFacts
        {
            Schema = named.Schema,
            Table = Quoted(report, "update on table ", ref depth) ?? Quoted(report, "delete on table ", ref depth)
                ?? Quoted(report, "of relation ", ref depth) ?? Quoted(report, "for relation ", ref depth) ?? named.Table,
            Constraint = Quoted(report, " constraint ", ref depth) ?? named.Constraint,
            Column = Quoted(report, "in column ", ref depth),
        };
        facts = facts with { Statement = ReportText.Statement(report, depth, out _), Key = Key(report, depth, out var end) };
        // … is not present in table "users"
        if (end > 0 && QuotedName.TryRead(report, MessageWords.SkipGap(report, end), out var other)) facts = facts with { OtherTable = other.Name };
        return facts == new RelatedFacts() { Key = facts.Key } && facts.Key.Count == 0 ? null : facts;
    }

    private static string? Quoted(ReadOnlySpan<char> report, string before, ref int depth)
    {
        for (var from = 0; from < report.Length;)
        {
            var at = report[from..].IndexOf(before, StringComparison.Ordinal);
            if (at < 0) return null;
            from += at + before.Length;
            if (!QuotedName.TryRead(report, from, out var name)) continue;
            depth = Math.Max(depth, name.Form.Depth);
            return name.Name;
        }

        return null;
    }

    private static KeyValue[] Key(ReadOnlySpan<char> report, int depth, out int end)
    {
        end = 0;
        var mark = report.IndexOf(KeyDetail.Mark, StringComparison.Ordinal);
        if (mark < 0 || !KeyDetail.TryRead(report, mark, report.Length, out var detail)) return [];
        end = detail.End;
        var fields = new List<string>(1);
        KeyFields.Split(PlainText.Of(report[detail.FieldsStart..detail.Separator], depth), fields);
        var values = KeyValues.Split(PlainText.Of(report[(detail.Separator + KeyDetail.Mark.Length)..detail.ValuesEnd], depth), fields);
        return [.. fields.Zip(values, (field, value) => new KeyValue(field, value, value is "null" or "NULL"))];
    }
}
