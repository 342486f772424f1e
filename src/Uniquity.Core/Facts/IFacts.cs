using Uniquity.Indexes;
using Uniquity.Violations;

namespace Uniquity.Facts;

/// <summary>What causes ask of a live database. Judging the answers is the core's; asking well is the adapter's.</summary>
/// <remarks>
/// Every call is read-only, uses an index where one can serve, and is bounded by the statement timeout. A call that lacks a
/// permission or runs out of time throws <see cref="NotCheckedException"/> with the reason in one sentence.
/// </remarks>
public interface IFacts
{
    /// <summary>The columns of a table, in their order.</summary>
    ValueTask<IReadOnlyList<Column>> GetColumnsAsync(TableName table, CancellationToken cancellationToken);

    /// <summary>Finds the row that holds a key: the key as printed, cast to the column's type and compared as the index compares.</summary>
    /// <remarks>Rows outside the filter of a partial index do not hold its key.</remarks>
    ValueTask<HolderFact> FindHolderAsync(UniqueIndex index, IReadOnlyList<KeyValue> key, CancellationToken cancellationToken);

    /// <summary>Counts rows, no further than <paramref name="cap"/>.</summary>
    ValueTask<Fact<long>> CountAsync(TableName table, IReadOnlyList<Condition> where, long cap, CancellationToken cancellationToken);

    /// <summary>Fetches rows, at most <paramref name="limit"/>.</summary>
    ValueTask<Fact<IReadOnlyList<Row>>> FindRowsAsync(TableName table, IReadOnlyList<Condition> where, int limit, CancellationToken cancellationToken);

    /// <summary>The engine's estimate of the table's rows, or the count where that is cheap.</summary>
    ValueTask<Fact<long>> EstimateRowsAsync(TableName table, CancellationToken cancellationToken);

    /// <summary>Some values of a key part as text, spread over the table where the engine can.</summary>
    ValueTask<Fact<IReadOnlyList<string>>> SampleAsync(TableName table, KeyPart part, int size, CancellationToken cancellationToken);

    /// <summary>Whether a value, read as the part's type, equals the stored text only by folding: equal to the index, different byte for byte.</summary>
    ValueTask<Fact<bool>> EqualOnlyByFoldingAsync(UniqueIndex index, int part, string refused, string stored, CancellationToken cancellationToken);

    /// <summary>What an expression of a key makes of a row that is not stored: the refused one.</summary>
    /// <returns>
    /// The value as text (<see langword="null"/> for null); <see langword="null"/> where the row lacks a column of the expression,
    /// or where the engine's errors state the value themselves, so that nobody has to ask.
    /// </returns>
    ValueTask<Fact<string?>?> EvaluateAsync(TableName table, KeyPart part, Row row, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Fact<string?>?>(null);

    /// <summary>Whether a column's generator cannot have made a value that a row has already: then the writer brought it.</summary>
    /// <returns>The fact in words; <see langword="null"/> where it may have, where there is no generator, or where nothing tells.</returns>
    ValueTask<Fact<string>?> NotGeneratedAsync(TableName table, string column, string value, CancellationToken cancellationToken) =>
        ValueTask.FromResult<Fact<string>?>(null);
}
