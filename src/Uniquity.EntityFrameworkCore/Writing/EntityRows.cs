using System.Data.Common;
using Uniquity.Writing;

namespace Uniquity.EntityFrameworkCore.Writing;

/// <summary>Rows that are already taken apart: the values of an entity's columns as the driver has them.</summary>
internal sealed class EntityRows(IReadOnlyList<EntityColumn> columns) : IRows<object?[]>
{
    /// <inheritdoc/>
    public object?[] Values(object?[] row) => row;

    /// <inheritdoc/>
    public object?[] Read(DbDataReader reader, int from)
    {
        var row = new object?[columns.Count];
        for (var i = 0; i < row.Length; i++) row[i] = columns[i].Raw(reader, from + i);
        return row;
    }

    /// <inheritdoc/>
    public object?[] With(object?[] row, IReadOnlyList<int> read, DbDataReader reader, int from)
    {
        if (read.Count == 0) return row;
        var copy = (object?[])row.Clone();
        for (var i = 0; i < read.Count; i++) copy[read[i]] = columns[read[i]].Raw(reader, from + i);
        return copy;
    }
}
