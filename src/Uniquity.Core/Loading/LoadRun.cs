using System.Threading.Channels;
using Uniquity.Loading.Reading;

namespace Uniquity.Loading;

/// <summary>Carries records from a reader to a loader: one chunk is read while another is written, and no more are held.</summary>
/// <param name="reader">Where the records come from.</param>
/// <param name="loader">Where they go.</param>
/// <param name="rejects">Where go those that are not taken.</param>
/// <param name="batch">Records of a chunk at most.</param>
/// <param name="column">The column of a field by its name; empty for a field that is left out.</param>
public sealed class LoadRun(IRecordReader reader, ILoader loader, IRejects rejects, int batch, Func<string, string> column)
{
    /// <summary>A chunk of long records ends here: twice this, and what it takes to know where values are, is held at a time.</summary>
    private const long MostBytes = 2_500_000;

    // So does one of records with many fields, most of them missing: a record has a place for each field that the file had before it.
    private const long MostPlaces = 1_000_000;

    // What is full and waits to be written, and what is filled meanwhile.
    private const int Chunks = 2;

    // A read of a pipe that brings nothing cannot be cancelled; who is stopped goes without its end.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Channel<RecordMemory> free = Channel.CreateUnbounded<RecordMemory>();
    private readonly FieldColumns columns = new(column);
    private Exception? fault;

    /// <summary>How far it is.</summary>
    public LoadPoint Point { get; private set; } = LoadPoint.Start;

    /// <summary>Reads and writes to the end.</summary>
    /// <remarks>Where it is stopped while the file lets wait, the thread that reads ends with its read, and writes nothing any more.</remarks>
    /// <exception cref="LoadStoppedException">The loader stopped.</exception>
    /// <exception cref="OperationCanceledException">The caller did.</exception>
    /// <exception cref="IOException">The file cannot be read on; what was read before is in.</exception>
    public async Task<LoadPoint> RunAsync(LoadPoint from, Action<LoadPoint>? report, CancellationToken cancellationToken)
    {
        Point = from;
        rejects.Rewind(from.RejectBytes);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var chunks = Channel.CreateUnbounded<(LoadChunk Chunk, RecordMemory Memory)>();
        for (var left = Chunks; left > 0; left--) free.Writer.TryWrite(new());
        var reading = Task.Run(() => ReadAsync(chunks.Writer, from.Read, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var (chunk, memory) in chunks.Reader.ReadAllAsync(cancellationToken))
            {
                Point = await loader.WriteAsync(chunk, rejects, cancellationToken);
                memory.Clear();
                free.Writer.TryWrite(memory);
                report?.Invoke(Point);
            }
        }
        catch (LoadStoppedException stopped) when (stopped.Point is { } reached)
        {
            Point = reached;
            throw;
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAny(reading, Task.Delay(Patience, TimeProvider.System, CancellationToken.None));
        }

        return Point = await loader.CompleteAsync(cancellationToken);
    }

    private async Task ReadAsync(ChannelWriter<(LoadChunk, RecordMemory)> chunks, long leaveOut, CancellationToken cancellationToken)
    {
        try
        {
            Skip(leaveOut, cancellationToken);
            while (true)
            {
                reader.Memory = await free.Reader.ReadAsync(cancellationToken);
                if (Fill(cancellationToken) is not { Count: > 0 } records) break;
                var chunk = new LoadChunk(records, columns.Of(reader.Fields.Names));
                columns.Settle(records);
                loader.Prepare(chunk);
                await chunks.WriteAsync((chunk, reader.Memory), cancellationToken);
            }

            chunks.Complete(fault);
        }
        catch (Exception failure)
        {
            chunks.Complete(failure);
        }
    }

    /// <summary>Goes past the records that an earlier load has written.</summary>
    private void Skip(long count, CancellationToken cancellationToken)
    {
        reader.Memory = new();
        while (count-- > 0 && reader.Next() is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
            reader.Memory.Clear();
        }
    }

    private List<LoadRecord> Fill(CancellationToken cancellationToken)
    {
        var records = new List<LoadRecord>();
        var (unreadable, places) = (0L, 0L);
        while (records.Count < Math.Min(batch, loader.MostRecords) && reader.Memory.Length + unreadable < MostBytes && places < MostPlaces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryNext() is not { } record) break;
            records.Add(record);
            unreadable += record.Raw?.Length ?? 0;
            places += record.Values.Length;
        }

        return records;
    }

    /// <summary>The next record; what was read before the file failed still goes in.</summary>
    private LoadRecord? TryNext()
    {
        try
        {
            return fault is null ? reader.Next() : null;
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            fault = failure;
            return null;
        }
    }
}
