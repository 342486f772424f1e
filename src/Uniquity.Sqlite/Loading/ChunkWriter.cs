using Uniquity.Loading;

namespace Uniquity.Sqlite.Loading;

/// <summary>Writes the records of one chunk into the transaction at hand.</summary>
internal sealed class ChunkWriter : IDisposable
{
    private readonly LoadConnection connection;
    private readonly LoadTable table;
    private readonly LoadShapes shapes;
    private readonly RowWriter rows;
    private readonly Dictionary<LoadRecord, LoadReject> ended = new(ReferenceEqualityComparer.Instance);
    private readonly NewIndexes added;
    private long schema = -1;

    /// <summary>Makes one.</summary>
    public ChunkWriter(LoadConnection connection, LoadTable table)
    {
        (this.connection, this.table) = (connection, table);
        shapes = new(connection, table);
        rows = new(connection, table, new RefusedRow(table, added = new(connection, table)));
    }

    /// <summary>Writes them, in the transaction at hand or one that it begins.</summary>
    /// <returns>How many became what, and the rejects in the order of the file.</returns>
    /// <exception cref="SqliteRefusal">The file, not a record, refuses.</exception>
    public (LoadPoint Tally, List<LoadReject> Rejects) Write(LoadChunk chunk, CancellationToken cancellation)
    {
        ended.Clear();
        rows.IsStrict = false;
        var isFirst = connection.IsIdle;
        while (true)
        {
            if (connection.IsIdle)
            {
                connection.Execute("BEGIN IMMEDIATE");
                LookAtSchema();
            }

            if (Try(chunk, cancellation) is { } done)
            {
                if (rows.IsStrict || !connection.OwesReferences) return done;

                // COMMIT would refuse the whole chunk: find the records whose references stay open.
                connection.RollBack();
                rows.IsStrict = true;
            }

            // Chunks before this one went with the transaction. Where triggers or references could do that each chunk is alone; these came since the load began.
            if (!isFirst) throw new LoadStoppedException($"a trigger or a reference that {table.Request.Table} was given since the load began took the last records back");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        rows.Dispose();
        shapes.Dispose();
    }

    /// <summary>Writes them within the transaction.</summary>
    /// <returns><see langword="null"/> where the transaction ended under it, and the chunk has to begin again.</returns>
    private (LoadPoint, List<LoadReject>)? Try(LoadChunk chunk, CancellationToken cancellation)
    {
        Span<long> counts = stackalloc long[4];
        counts.Clear();
        var rejects = new List<LoadReject>();
        for (var at = 0; at < chunk.Records.Count; at++)
        {
            if (at % 256 == 0) cancellation.ThrowIfCancellationRequested();
            var outcome = One(chunk.Records[at], chunk.Fields, out var reject);
            counts[(int)outcome]++;
            if (reject is null) continue;
            rejects.Add(reject);
            if (table.Request.OnConflict.Kind == ConflictKind.Stop) throw new LoadStoppedException($"line {reject.Line} cannot be taken: {reject.Detail}");
            if (!connection.IsIdle) continue;
            ended[chunk.Records[at]] = reject;
            return null;
        }

        return connection.IsIdle || TryAgain(rejects, chunk, counts) ? (new(counts[0], counts[1], counts[2], counts[3], 0), rejects) : null;
    }

    /// <summary>Takes what referred to a record that came after it in the file, as long as that brings something in.</summary>
    /// <returns>Whether the transaction still stands.</returns>
    private bool TryAgain(List<LoadReject> rejects, LoadChunk chunk, Span<long> counts)
    {
        var repeats = new KeyRepeats(table.Request.OnConflict, chunk.Records, [.. table.KeyFields(chunk.Fields)]);
        for (var before = -1; table.RefersToItself && before != rejects.Count;)
        {
            before = rejects.Count;
            for (var at = 0; at < rejects.Count; at++)
            {
                var record = rejects[at].Record;
                if (rejects[at].Reason != "reference" || !repeats.IsLast(record)) continue;
                var outcome = One(record, chunk.Fields, out var again);
                if (again is not null && connection.IsIdle)
                {
                    ended[record] = again;
                    return false;
                }

                if (again is not null) continue;
                counts[(int)RowOutcome.Rejected]--;
                counts[(int)outcome]++;
                rejects.RemoveAt(at--);
            }
        }

        return true;
    }

    private RowOutcome One(LoadRecord record, IReadOnlyList<string> fields, out LoadReject? reject)
    {
        if (ended.TryGetValue(record, out reject)) return RowOutcome.Rejected;
        if (record.Fault is { } fault)
        {
            reject = new(record.Line, "record", fault, record);
            return RowOutcome.Rejected;
        }

        var shape = shapes.Of(record, fields);
        if (shape.Fault is null) return rows.Write(record, shape, out reject);
        reject = new(record.Line, "record", shape.Fault, record);
        return RowOutcome.Rejected;
    }

    /// <summary>Between chunks others may change the table; what was prepared must still mean the same.</summary>
    private void LookAtSchema()
    {
        var now = connection.Query("PRAGMA schema_version", row => row.Number(0))[0];
        if (now == schema) return;
        schema = now;
        shapes.Clear();
        added.Forget();

        // Preparing alone would still read the schema that this connection remembers; a step looks at the file.
        connection.Query("SELECT count(*) FROM sqlite_master", row => row.Number(0));
    }
}
