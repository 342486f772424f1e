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
}
