using Npgsql;
using Uniquity.Violations;
using Uniquity.Writing;

namespace Uniquity.PostgreSql.Writing;

/// <summary>Writes one chunk after another through the staging table.</summary>
internal sealed class BulkChunk<T>(NpgsqlConnection connection, RowWriter<T> writer, BulkPlan plan, UpsertColumns columns)
{
    private const string Savepoint = "uniquity_bulk";
    private readonly NpgsqlWriteSession _session = new(connection);
    private WriteTable Table => writer.Table;

    /// <summary>Writes the rows whole, in the caller's transaction or one of its own.</summary>
    public async Task<WriteResult<T>[]> WriteAsync(IReadOnlyList<T> rows, CancellationToken cancellation)
    {
        await using var own = await OwnTransactionAsync(cancellation);
        var results = new WriteResult<T>[rows.Count];
        var values = rows.Select(writer.Rows.Values).ToList();
        var sent = SentColumns(values);
        await RunAsync(plan.Create, cancellation);
        await CopyAsync(values, sent, cancellation);
        var notCovered = (await NumbersAsync(plan.NotCovered, cancellation)).ToHashSet();
        var work = new Work(rows, sent, results);
        if (!plan.RefusesRepeats) await SettleAsync(work, cancellation);
        await WriteAsync(work, 0, rows.Count - 1, cancellation);
        await SinglesAsync(rows, n => notCovered.Contains(n) || IsSingle(values[n], sent), results, cancellation);
        if (own is null) await RunAsync(BulkPlan.Drop, cancellation);
        else await own.CommitAsync(cancellation);
        return results;
    }

    // The driver tells of a transaction under way only when another is begun.
    private async Task<NpgsqlTransaction?> OwnTransactionAsync(CancellationToken cancellation)
    {
        try
        {
            return await connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellation);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // What the first row leaves to the database, all rows of the staging table do; others go one by one.
    private List<int> SentColumns(List<object?[]> values) =>
        [.. Enumerable.Range(0, Table.Columns.Count).Where(i => !Table.Columns[i].IsLeftOut(values[0][i]))];

    private bool IsSingle(object?[] row, List<int> sent) =>
        Table.KeyColumns.Any(column => row[column] is null)
        || Enumerable.Range(0, row.Length).Any(i => Table.Columns[i].IsLeftOut(row[i]) == sent.Contains(i));

    private async Task CopyAsync(List<object?[]> values, List<int> sent, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(plan.Copy(sent), cancellation);
        var types = sent.Select(column => Table.Columns[column].OwnType ? "text" : BareType(Table.Columns[column].Type)).ToArray();
        for (var n = 0; n < values.Count; n++)
        {
            if (IsSingle(values[n], sent)) continue;
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(n, NpgsqlTypes.NpgsqlDbType.Integer, cancellation);
            for (var i = 0; i < sent.Count; i++)
            {
                if (values[n][sent[i]] is not { } value) await copy.WriteNullAsync(cancellation);
                else await copy.WriteAsync(value, types[i], cancellation);
            }
        }

        await copy.CompleteAsync(cancellation);
    }

    // The length of a type is the staging column's to check.
    private static string BareType(string type) => System.Text.RegularExpressions.Regex.Replace(type, @"\(\d+(?:,-?\d+)?\)", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    private async Task SettleAsync(Work work, CancellationToken cancellation)
    {
        work.Settled = true;
        foreach (var n in await NumbersAsync(plan.Settle, cancellation)) work.Results[n] = new(WriteOutcome.Superseded, work.Rows[n]);
    }

    /// <summary>Writes a range; where another index refuses it, its halves, until the refused row stands alone.</summary>
    private async Task WriteAsync(Work work, int first, int last, CancellationToken cancellation)
    {
        await RunAsync($"SAVEPOINT {Savepoint}", cancellation);
        Violation? refused;
        try
        {
            await WriteRangeAsync(work, first, last, cancellation);
            await RunAsync($"RELEASE SAVEPOINT {Savepoint}", cancellation);
            return;
        }
        catch (PostgresException refusal) when (refusal.TryGetUniqueViolation(out refused) || (refusal.SqlState == PostgresErrorCodes.CardinalityViolation && !work.Settled))
        {
            await RunAsync($"ROLLBACK TO SAVEPOINT {Savepoint}; RELEASE SAVEPOINT {Savepoint}", CancellationToken.None);
        }

        if (!work.Settled)
        {
            // Before the range is cut: a key that comes again in the other half would not be seen as such.
            await SettleAsync(work, cancellation);
            await WriteAsync(work, first, last, cancellation);
            return;
        }

        if (first == last)
        {
            work.Results[first] = new(WriteOutcome.Rejected, work.Rows[first]) { Rejection = refused };
            return;
        }

        var middle = first + ((last - first) / 2);
        await WriteAsync(work, first, middle, cancellation);
        await WriteAsync(work, middle + 1, last, cancellation);
    }

    private async Task WriteRangeAsync(Work work, int first, int last, CancellationToken cancellation)
    {
        var written = new List<int>();
        if (!Table.Partitioned || !plan.Updates)
        {
            await ReadAsync(plan.Upsert(work.Columns), work, first, last, null, written, cancellation);
            return;
        }

        await ReadAsync(plan.Insert(work.Columns), work, first, last, null, written, cancellation);
        await ReadAsync(plan.Update(), work, first, last, [.. written], written, cancellation);
    }

    private async Task ReadAsync(string sql, Work work, int first, int last, int[]? done, List<int> written, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { Parameters = { new() { Value = first }, new() { Value = last } } };
        if (done is not null) command.Parameters.Add(new() { Value = done });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var n = reader.GetInt32(0);
            written.Add(n);
            work.Results[n] = new(reader.GetBoolean(1) ? WriteOutcome.Inserted : WriteOutcome.Updated, writer.Rows.With(work.Rows[n], plan.Generated, reader, 2));
        }
    }

    /// <summary>Rows that collide with nothing (a null in the key, not covered), or that differ in what they leave to the database.</summary>
    private async Task SinglesAsync(IReadOnlyList<T> rows, Func<int, bool> isSingle, WriteResult<T>[] results, CancellationToken cancellation)
    {
        for (var n = 0; n < rows.Count; n++)
        {
            if (results[n] is not null) continue;

            // Met and left: nothing to update, or not newer. Of a partitioned table it may also have been deleted under way.
            if (!isSingle(n) && !(plan.Updates && Table.Partitioned))
            {
                results[n] = new(WriteOutcome.Existing, rows[n]);
                continue;
            }

            await RunAsync($"SAVEPOINT {Savepoint}", cancellation);
            try
            {
                results[n] = await writer.UpsertAsync(_session, rows[n], columns, cancellation);
                await RunAsync($"RELEASE SAVEPOINT {Savepoint}", cancellation);
            }
            catch (PostgresException refusal) when (refusal.TryGetUniqueViolation(out var refused))
            {
                await RunAsync($"ROLLBACK TO SAVEPOINT {Savepoint}; RELEASE SAVEPOINT {Savepoint}", CancellationToken.None);
                results[n] = new(WriteOutcome.Rejected, rows[n]) { Rejection = refused };
            }
        }
    }

    private async Task<IReadOnlyList<int>> NumbersAsync(string? sql, CancellationToken cancellation)
    {
        if (sql is null) return [];
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var numbers = new List<int>();
        while (await reader.ReadAsync(cancellation)) numbers.Add(reader.GetInt32(0));
        return numbers;
    }

    private async Task RunAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The chunk at hand.</summary>
    private sealed record Work(IReadOnlyList<T> Rows, IReadOnlyList<int> Columns, WriteResult<T>[] Results)
    {
        /// <summary>Whether keys that come again have been looked for.</summary>
        public bool Settled { get; set; }
    }
}
