using System.Text.Json;
using Uniquity.Facts;

namespace Uniquity.Diagnosing;

/// <summary>The rows that were sent together with the refused one.</summary>
internal static class RefusedBatch
{
    /// <summary>The rows in the order in which they were sent, as the document or the statement tells them; none where there was but one.</summary>
    public static IReadOnlyList<Row> Read(DiagnosisContext context)
    {
        var documents = context.Request.Document ?? context.Target.ReadDocument(context.Statement);
        if (documents is { ValueKind: JsonValueKind.Array } many && many.GetArrayLength() > 1)
            return [.. many.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.Object).Select(static item => new Row(item))];
        if (context is not { ParsedStatement: { Rows.Count: > 1 } insert, Table: { } table } || !RefusedRow.IsAbout(insert, table)) return [];
        IReadOnlyList<string> names = insert.Columns.Count > 0 ? insert.Columns : [.. context.Columns.Select(static column => column.Name)];
        return [.. insert.Rows.Select(row => RefusedRow.FromValues(names, row, context.Columns))];
    }
}
