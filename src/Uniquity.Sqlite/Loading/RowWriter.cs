using SQLitePCL;
using Uniquity.Loading;

namespace Uniquity.Sqlite.Loading;

/// <summary>Writes one record.</summary>
internal sealed class RowWriter(LoadConnection connection, LoadTable table, RefusedRow refused) : IDisposable
{
    private readonly LoadStatement begin = connection.Prepare("SAVEPOINT uniquity_row");
    private readonly LoadStatement undo = connection.Prepare("ROLLBACK TO uniquity_row");
    private readonly LoadStatement end = connection.Prepare("RELEASE uniquity_row");

    /// <summary>Whether a record must not leave a deferred reference open.</summary>
    public bool IsStrict { get; set; }

    /// <summary>Writes it.</summary>
    /// <param name="record">The record.</param>
    /// <param name="shape">Its statements.</param>
    /// <param name="reject">Why it was refused.</param>
    /// <exception cref="SqliteRefusal">What was refused is not the record: the disk is full, the file is locked or damaged.</exception>
    public RowOutcome Write(LoadRecord record, LoadShape shape, out LoadReject? reject)
    {
        reject = null;
        var guarded = table.HasTriggers || IsStrict;
        if (guarded) Do(begin);
        try
        {
            var outcome = Put(record, shape, ref reject);
            if (reject is null && IsStrict && connection.OwesReferences) reject = RefusedRow.OpenReference(record);
            if (guarded && reject is not null) Do(undo);
            if (guarded) Do(end);
            return reject is null ? outcome : RowOutcome.Rejected;
        }
        catch (SqliteRefusal refusal) when (RefusedRow.IsOfRecord(refusal))
        {
            // RAISE(ROLLBACK) has ended the whole transaction; the chunk begins again without this record.
            if (!connection.IsIdle && guarded)
            {
                Do(undo);
                Do(end);
            }

            reject = refused.Read(refusal, record, shape);
            return RowOutcome.Rejected;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        begin.Dispose();
        undo.Dispose();
        end.Dispose();
    }

    private RowOutcome Put(LoadRecord record, LoadShape shape, ref LoadReject? reject)
    {
        var upsert = shape.Upsert;

        // A trigger before the row would act twice: once for the try, once for what is written over.
        var held = upsert is not null && table.HasTriggersBefore && RefusedRow.Find(table.Arbiter!, record, shape) is not null;
        if (!held && Run(shape.Insert, record, shape) > 0) return RowOutcome.Inserted;
        if (!held && table.HasTriggersBefore && (table.Arbiter is null || RefusedRow.Find(table.Arbiter, record, shape) is null))
        {
            reject = RefusedRow.LeftOut(record, table);
            return RowOutcome.Rejected;
        }

        if (upsert is null) return RowOutcome.Skipped;
        if (Run(upsert, record, shape) > 0) return RowOutcome.Updated;
        if (table.HasTriggers && IsOlder(record, shape)) reject = RefusedRow.LeftOut(record, table);
        return RowOutcome.Skipped;
    }

    // A trigger can keep a row from being written over without a word.
    private bool IsOlder(LoadRecord record, LoadShape shape)
    {
        var statement = shape.Older(table.Arbiter!);
        shape.Bind(statement, record);
        try
        {
            return statement.Step();
        }
        finally
        {
            statement.Reset();
        }
    }

    private int Run(LoadStatement statement, LoadRecord record, LoadShape shape)
    {
        shape.Bind(statement, record);
        try
        {
            while (statement.Step())
            {
            }

            return raw.sqlite3_changes(connection.Handle);
        }
        finally
        {
            statement.Reset();
        }
    }

    private static void Do(LoadStatement statement)
    {
        try
        {
            statement.Step();
        }
        finally
        {
            statement.Reset();
        }
    }
}
