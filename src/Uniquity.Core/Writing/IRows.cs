using System.Data.Common;

namespace Uniquity.Writing;

/// <summary>Takes rows apart into the values of their columns, and puts them together.</summary>
/// <typeparam name="T">The row.</typeparam>
internal interface IRows<T>
{
    /// <summary>The values, in the order of the columns.</summary>
    object?[] Values(T row);

    /// <summary>The row that a reader is at.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="from">The ordinal of the first column.</param>
    T Read(DbDataReader reader, int from);

    /// <summary>A copy of a row with some columns as a reader has them.</summary>
    /// <param name="row">The row; it is left as it is.</param>
    /// <param name="columns">Which columns the reader has.</param>
    /// <param name="reader">The reader.</param>
    /// <param name="from">The ordinal of the first of them.</param>
    T With(T row, IReadOnlyList<int> columns, DbDataReader reader, int from);
}
