using System.Data.Common;
using Microsoft.Data.Sqlite;
using Uniquity.Violations;
using Uniquity.Writing;

namespace Uniquity.Sqlite.Writing;

/// <summary>Writes one chunk after another, each in one transaction, a row at a time: SQLite has no way to the server to save.</summary>
/// <remarks>
/// Which rows of a chunk have one key is for the index to say, with its collation, expression and predicate. So the chunk is written,
/// and where a row meets one that the same chunk wrote, it is written again without the loser.
/// </remarks>
internal sealed class BulkChunk<T>(SqliteConnection connection, TableWriter<T> writer, UpsertColumns columns)
{
    private const string Savepoint = "uniquity_bulk";

    private readonly WriteStatements _statements = new(writer.Table with { Selected = $"{writer.Table.Selected}, {writer.Identity}" });

    /// <summary>Writes the rows whole, in the caller's transaction or one of its own.</summary>
    public async Task<WriteResult<T>[]> WriteAsync(IReadOnlyList<T> rows, CancellationToken cancellation)
    {
        await using var own = WriteLock.IsInTransaction(connection) ? null : await WriteLock.TakeAsync(connection, cancellation);
        using var session = new SqliteWriteSession(connection);
        var work = new Work(rows, [.. rows.Select(writer.Rows.Values)], new bool[rows.Count], new WriteResult<T>[rows.Count]);
        try
        {
            do session.Run($"SAVEPOINT {Savepoint}");
            while (!await IsSettledAsync(session, work, cancellation));
            session.Run($"RELEASE {Savepoint}");
        }
        catch when (own is null && WriteLock.IsInTransaction(connection))
        {
            // The caller's transaction goes on, without half a chunk.
            Undo(session);
            throw;
        }

        if (own is not null) await own.CommitAsync(cancellation);
        return work.Results;
    }

    /// <summary>Writes what is not superseded; undoes it all where a key was met twice.</summary>
    private async Task<bool> IsSettledAsync(SqliteWriteSession session, Work work, CancellationToken cancellation)
    {
        var writtenBy = new Dictionary<object, int>();
        var settled = true;
        for (var n = 0; n < work.Rows.Count; n++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (work.Superseded[n])
            {
                work.Results[n] = new(WriteOutcome.Superseded, work.Rows[n]);
                continue;
            }

            if (await WriteAsync(session, work, n, cancellation) is not { } identity) continue;
            var winner = n;

            // A row that is new has met none, even where SQLite gives it the number of one that a trigger has deleted.
            if (work.Results[n].Outcome != WriteOutcome.Inserted && writtenBy.TryGetValue(identity, out var earlier))
            {
                winner = IsOlder(work.Values[n], work.Values[earlier]) ? earlier : n;
                work.Superseded[winner == n ? earlier : n] = true;
                settled = false;
            }

            writtenBy[identity] = winner;
        }

        if (!settled) Undo(session);
        return settled;
    }

    /// <summary>Writes one row.</summary>
    /// <returns>What tells its stored row from others; <see langword="null"/> where another index refused it.</returns>
    private async Task<object?> WriteAsync(SqliteWriteSession session, Work work, int n, CancellationToken cancellation)
    {
        try
        {
            var (result, identity) = Write(session, work.Values[n]);
            work.Results[n] = result;
            return identity;
        }
        catch (SqliteException refusal) when (refusal.TryGetUniqueViolation(out var violation) && WriteLock.IsInTransaction(connection))
        {
            work.Results[n] = new(WriteOutcome.Rejected, work.Rows[n]) { Rejection = await connection.FindIndexAsync(violation, cancellation) };
            return null;
        }
    }

    private Written Write(SqliteWriteSession session, object?[] values) =>
        session.First(_statements.Insert(values), Read(WriteOutcome.Inserted))
        ?? (columns.Updated.Count == 0 ? null : session.First(_statements.Update(values, columns.Updated, columns.NewerBy), Read(WriteOutcome.Updated)))
        ?? session.First(_statements.Select(values), Read(WriteOutcome.Existing))
        ?? throw new WriteException($"A row of {writer.Table.Sql} was neither written nor found under its key: a trigger or an ON CONFLICT clause of the table ignores it.");

    private Func<DbDataReader, Written> Read(WriteOutcome outcome) =>
        reader => new(new(outcome, writer.Rows.Read(reader, 0)), reader.GetValue(writer.Table.Columns.Count));

    private bool IsOlder(object?[] row, object?[] than) => columns.NewerBy is { } by && ValueOrder.Compare(row[by], than[by]) < 0;

    private static void Undo(SqliteWriteSession session)
    {
        session.Run($"ROLLBACK TO {Savepoint}");
        session.Run($"RELEASE {Savepoint}");
    }

    private sealed record Work(IReadOnlyList<T> Rows, IReadOnlyList<object?[]> Values, bool[] Superseded, WriteResult<T>[] Results);

    private sealed record Written(WriteResult<T> Result, object Identity);
}
