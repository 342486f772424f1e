namespace Uniquity.Loading;

/// <summary>The column of each field. Fields may share one (<c>--map _id=id</c>, where other records have an <c>id</c>); a record may have one of them.</summary>
/// <param name="column">The column of a field by its name; empty for a field that is left out.</param>
internal sealed class FieldColumns(Func<string, string> column)
{
    private readonly List<string> columns = [];
    private readonly Dictionary<string, int> firsts = new(StringComparer.Ordinal);
    private readonly List<(int Field, int First)> shared = [];

    /// <summary>The column of each field by its number, as of now.</summary>
    /// <param name="names">The names of all fields so far.</param>
    public IReadOnlyList<string> Of(IReadOnlyList<string> names)
    {
        for (var field = columns.Count; field < names.Count; field++)
        {
            columns.Add(column(names[field]));
            if (columns[field].Length > 0 && !firsts.TryAdd(columns[field], field)) shared.Add((field, firsts[columns[field]]));
        }

        return [.. columns];
    }

    /// <summary>Puts the value of a shared column under the first of its fields, so that a column has one place; a record with two of them gets a fault.</summary>
    public void Settle(List<LoadRecord> records)
    {
        if (shared.Count == 0) return;
        for (var at = 0; at < records.Count; at++) records[at] = Settled(records[at]);
    }

    private LoadRecord Settled(LoadRecord record)
    {
        foreach (var (field, first) in shared)
        {
            if (record[field].Kind == LoadValueKind.Missing) continue;
            if (record[first].Kind != LoadValueKind.Missing) return record with { Fault = $"two of its fields go into the column {columns[field]}" };
            (record.Values[first], record.Values[field]) = (record.Values[field], default);
            if (record.Order is { } order) record = record with { Order = [.. order.Select(number => number == field ? first : number)] };
        }

        return record;
    }
}
