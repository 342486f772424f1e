using Uniquity.Writing;

namespace Uniquity.Sqlite.Writing;

/// <summary>Writes one kind of row to one table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Rows">How rows are taken apart.</param>
/// <param name="Identity">What tells a stored row from all others, as an expression.</param>
internal sealed record TableWriter<T>(WriteTable Table, IRows<T> Rows, string Identity)
{
    /// <summary>Writes single rows.</summary>
    public RowWriter<T> Single { get; } = new(Table, Rows);

    /// <summary>Whether a stored row with the key's values means that an insert would be refused: the index covers all rows, and no part is null or numbered.</summary>
    public bool CanLook(T row)
    {
        if (Table.Arbiter.Predicate is not null) return false;
        var values = Rows.Values(row);
        return Table.KeyColumns.All(column => values[column] is not null && !Table.Columns[column].IsLeftOut(values[column]));
    }
}
