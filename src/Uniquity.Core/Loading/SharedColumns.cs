namespace Uniquity.Loading;

/// <summary>Fields that go into one column (<c>--map _id=id</c>, where other records have an <c>id</c>): a record may have one of them.</summary>
internal sealed class SharedColumns
{
    private readonly IReadOnlyList<string> columns;
    private readonly List<(int Field, int First)> shared;

    private SharedColumns(IReadOnlyList<string> columns, List<(int, int)> shared) => (this.columns, this.shared) = (columns, shared);

    /// <summary>Looks for them.</summary>
    /// <param name="columns">The column of each field; empty for one that is left out.</param>
    /// <returns><see langword="null"/> where each field has a column of its own.</returns>
    public static SharedColumns? Of(IReadOnlyList<string> columns)
    {
        var firsts = new Dictionary<string, int>(StringComparer.Ordinal);
        var later = new List<(int, int)>();
        for (var field = 0; field < columns.Count; field++)
        {
            if (columns[field].Length > 0 && !firsts.TryAdd(columns[field], field)) later.Add((field, firsts[columns[field]]));
        }

        return later.Count == 0 ? null : new(columns, later);
    }

    /// <summary>The record with the value of a shared column under the first of its fields, so that a column has one place; with a fault where it has two of them.</summary>
    public LoadRecord Settle(LoadRecord record)
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
