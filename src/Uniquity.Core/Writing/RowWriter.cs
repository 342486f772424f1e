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

    /// <summary>The table.</summary>
    public WriteTable Table => table;

    /// <summary>How rows are taken apart.</summary>
    public IRows<T> Rows => rows;

    /// <summary>The row that has the key; <see langword="null"/> for none.</summary>
    public Task<WriteResult<T>?> FindAsync(IWriteSession session, T row, CancellationToken cancellation) => FoundAsync(session, rows.Values(row), cancellation);

    /// <summary>Inserts the row, or gets the one that has its key.</summary>
    public async Task<WriteResult<T>> InsertOrGetAsync(IWriteSession session, T row, CancellationToken cancellation)
    {
        var values = rows.Values(row);
        for (var turn = 0; turn < MostTurns; turn++)
        {
            if (await InsertedOrSeenAsync(session, values, cancellation) is { } found) return found;
            if (await FoundAsync(session, values, cancellation) is { } existing) return existing;
        }

        throw Vanishing();
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

    private Task<WriteResult<T>?> InsertedOrSeenAsync(IWriteSession session, object?[] values, CancellationToken cancellation) =>
        session.SelectsInserted
            ? session.FirstAsync(_statements.InsertOrSelect(values), reader => new WriteResult<T>(reader.GetBoolean(0) ? WriteOutcome.Inserted : WriteOutcome.Existing, rows.Read(reader, 1)), cancellation)
            : session.FirstAsync(_statements.Insert(values), Inserted, cancellation);

    private Task<WriteResult<T>?> FoundAsync(IWriteSession session, object?[] values, CancellationToken cancellation) =>
        session.FirstAsync(_statements.Select(values), reader => new WriteResult<T>(WriteOutcome.Existing, rows.Read(reader, 0)), cancellation);

    private WriteResult<T> Inserted(DbDataReader reader) => new(WriteOutcome.Inserted, rows.Read(reader, 0));

    private WriteException Vanishing() => new(
        $"The row that {table.Arbiter.Index} reports as taken cannot be seen, {MostTurns} times in a row. Is it hidden from this account by a row-level policy, or does a rule or trigger of {table.Sql} leave the insert out?");
}
