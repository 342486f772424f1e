using Uniquity.Causes;
using Uniquity.Facts;
using Uniquity.Indexes;

namespace Uniquity.Diagnosing.Probes;

/// <summary>UQ308: one statement brings the same key twice, so it collides with itself.</summary>
internal sealed class KeyTwiceInStatement : ICauseProbe
{
    public string Code => "UQ308";

    public async ValueTask<ProbeResult> ProbeAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        var told = context.Request.Reading.Related.Any(static related => related.Code == "UQ308");
        if (context.Table is not { } table || Rows(context, table) is not { Count: > 1 } rows)
        {
            return told
                ? Named.As(Code, Confidence.Certain, "The server said so (SQLSTATE 21000): ON CONFLICT DO UPDATE would have to change one row twice, because the statement brings its key twice.", [new Evidence("SQLSTATE 21000", null)], Remedies.ForKeyTwice(context, null))
                : ProbeResult.Absent;
        }

        // A key that is in the table already is refused for that, however often the batch repeats it.
        if (!told && context.HolderRow is not null) return ProbeResult.Absent;
        var indexes = context.Index is { } known ? [known] : await context.Target.GetUniqueIndexesAsync(table, cancellationToken).ConfigureAwait(false);
        foreach (var index in indexes)
        {
            if (Twice(index, rows) is not { } found) continue;
            return Named.As(
                Code, Confidence.Certain,
                $"The statement brings {found.Key} in its rows {found.First} and {found.Second}: it collides with itself, not with a stored row.",
                [
                    new Evidence($"rows {found.First} and {found.Second} of the statement both have {found.Key}", null),
                    new Evidence($"no row of {table} holds the key", context.Holder?.Query),
                ],
                Remedies.ForKeyTwice(context, index));
        }

        return ProbeResult.Absent;
    }

    private static List<Row> Rows(DiagnosisContext context, TableName table)
    {
        if (context.Request.Document is { ValueKind: System.Text.Json.JsonValueKind.Array } documents)
            return [.. documents.EnumerateArray().Where(static item => item.ValueKind == System.Text.Json.JsonValueKind.Object).Select(static item => new Row(item))];
        if (context.ParsedStatement is not { } statement || !(RefusedRow.IsAbout(statement, table) || (context.Index is { } own && RefusedRow.IsAbout(statement, own.Whole.Table)))) return [];
        var names = statement.Columns.Count > 0 ? statement.Columns : [.. context.Columns.Select(static column => column.Name)];
        return [.. statement.Rows.Select(values => RefusedRow.FromValues(names, values, context.Columns))];
    }

    private static (string Key, int First, int Second)? Twice(UniqueIndex index, List<Row> rows)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < rows.Count; i++)
        {
            var values = index.Key.Select(part => rows[i].Text(part.Part)).ToList();
            if (values.Contains(null)) continue;
            var key = string.Join('\u001f', values);
            if (!seen.TryAdd(key, i + 1))
                return (string.Join(", ", index.Key.Select((part, at) => $"{part.Part} = '{values[at]}'")), seen[key], i + 1);
        }

        return null;
    }
}
