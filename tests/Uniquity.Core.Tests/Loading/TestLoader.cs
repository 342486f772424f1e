using Uniquity.Loading;

namespace Uniquity.Core.Tests.Loading;

/// <summary>Takes chunks without a database.</summary>
internal sealed class TestLoader(Func<LoadChunk, LoadPoint> write) : ILoader
{
    public int MostRecords => int.MaxValue;

    public IReadOnlyList<string> StatementLog => [];

    public ValueTask CreateTableAsync(string name, IReadOnlyList<string> columns, IReadOnlyList<string> key, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<LoadPoint> BeginAsync(LoadRequest request, IReadOnlyList<string> fields, CancellationToken cancellationToken) => new(LoadPoint.Start);

    public ValueTask<LoadPoint> WriteAsync(LoadChunk chunk, IRejects rejects, CancellationToken cancellationToken) => new(write(chunk));

    public ValueTask<LoadPoint> CompleteAsync(CancellationToken cancellationToken) => new(LoadPoint.Start);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
