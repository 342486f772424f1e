using System.Data.Common;

namespace Uniquity.Writing;

/// <summary>Writes rows under a key so that any number of writers at once end in one row.</summary>
/// <remarks>
/// Between an insert that found the key taken and the look at its row, the row may go: then the insert is tried again. No error of
/// the database is raised on the way, so no transaction is broken.
/// </remarks>
internal sealed class RowWriter<T>(WriteTable table, IRows<T> rows)
{
    // Each turn needs another writer to delete the row in a window of microseconds.
    private const int MostTurns = 1_000;

    private readonly WriteStatements _statements = new(table);
    private readonly KeyGuess _guess = new();

    /// <summary>The table.</summary>
    public WriteTable Table => table;

    /// <summary>How rows are taken apart.</summary>
    public IRows<T> Rows => rows;

    /// <summary>The row that has the key; <see langword="null"/> for none.</summary>
    public Task<WriteResult<T>?> FindAsync(IWriteSession session, T row, CancellationToken cancellation) => FoundAsync(session, rows.Values(row), cancellation);

    /// <summary>Whether a stored row with the key's values means that an insert would be refused: the index covers all rows, and no part is null or numbered.</summary>
    public bool CanLook(T row) => CanLook(rows.Values(row));

    /// <summary>Inserts the row, or gets the one that has its key.</summary>
    public async Task<WriteResult<T>> InsertOrGetAsync(IWriteSession session, T row, CancellationToken cancellation)
    {
        var result = await InsertedOrGotAsync(session, rows.Values(row), cancellation);
        _guess.Learn(result.Outcome);
        return result;
    }

    /// <summary>Inserts the row unless its key is taken.</summary>
    public async Task<WriteResult<T>> InsertIfAbsentAsync(IWriteSession session, T row, CancellationToken cancellation) =>
        await session.FirstAsync(_statements.Insert(rows.Values(row)), Inserted, cancellation) ?? new(WriteOutcome.Existing, row);

    /// <summary>Inserts the row, or updates the one that has its key.</summary>
    public async Task<WriteResult<T>> UpsertAsync(IWriteSession session, T row, UpsertColumns columns, CancellationToken cancellation)
    {
        if (columns.Updated.Count == 0) return await InsertOrGetAsync(session, row, cancellation);
        var values = rows.Values(row);
        for (var turn = 0; turn < MostTurns; turn++)
        {
            if (await session.FirstAsync(_statements.Insert(values), Inserted, cancellation) is { } inserted) return inserted;
            var update = _statements.Update(values, columns.Updated, columns.NewerBy);
            if (await session.FirstAsync(update, reader => new WriteResult<T>(WriteOutcome.Updated, rows.Read(reader, 0)), cancellation) is { } updated) return updated;
            if (columns.NewerBy is not null && await FoundAsync(session, values, cancellation) is { } existing) return existing;
        }

        throw Vanishing();
    }

    private async Task<WriteResult<T>> InsertedOrGotAsync(IWriteSession session, object?[] values, CancellationToken cancellation)
    {
        // Only a committed row is seen, and it would refuse the insert: nothing is decided here that the index would not.
        if (session.IsRemote && _guess.IsTaken && CanLook(values) && await FoundAsync(session, values, cancellation) is { } seen) return seen;
        for (var turn = 0; turn < MostTurns; turn++)
        {
            if (session.IsRemote && !_guess.IsNew)
            {
                if (await EitherAsync(session, values, cancellation) is { } either) return either;
                continue;
            }

            if (await session.FirstAsync(_statements.Insert(values), Inserted, cancellation) is { } inserted) return inserted;
            if (await FoundAsync(session, values, cancellation) is { } existing) return existing;
        }

        throw Vanishing();
    }

    // In one trip. Planning the one statement costs more than planning both of the two.
    private Task<WriteResult<T>?> EitherAsync(IWriteSession session, object?[] values, CancellationToken cancellation) => table.PlansAreKept
        ? session.FirstAsync(_statements.InsertOrSelect(values), reader => new WriteResult<T>(reader.GetBoolean(0) ? WriteOutcome.Inserted : WriteOutcome.Existing, rows.Read(reader, 1)), cancellation)
        : session.FirstOfAsync(_statements.Insert(values), Inserted, _statements.Select(values), Existing, cancellation);

    private bool CanLook(object?[] values) =>
        table.Arbiter.Predicate is null && table.KeyColumns.All(column => values[column] is not (null or DBNull) && !table.Columns[column].IsLeftOut(values[column]));

    private Task<WriteResult<T>?> FoundAsync(IWriteSession session, object?[] values, CancellationToken cancellation) =>
        session.FirstAsync(_statements.Select(values), Existing, cancellation);

    private WriteResult<T> Inserted(DbDataReader reader) => new(WriteOutcome.Inserted, rows.Read(reader, 0));

    private WriteResult<T> Existing(DbDataReader reader) => new(WriteOutcome.Existing, rows.Read(reader, 0));

    private WriteException Vanishing() => new(
        $"The row that {table.Arbiter.Index} reports as taken cannot be seen, {MostTurns} times in a row. Is it hidden from this account by a row-level policy, or does a rule or trigger of {table.Sql} leave the insert out?");
}
