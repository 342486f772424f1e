using Uniquity.Loading;
using Uniquity.Loading.Reading;
using Uniquity.Testing.Conformance.Loading;

namespace Uniquity.Core.Tests.Loading;

/// <summary>A pipe that brings nothing more keeps nobody from stopping.</summary>
public sealed class StalledInputTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private readonly StalledStream stream = new("id\n1\n2\n"u8.ToArray());
    private readonly CancellationTokenSource cancellation = new();

    public void Dispose()
    {
        stream.Release();
        cancellation.Dispose();
    }

    [Fact]
    public async Task A_loader_that_stops_is_heard_at_once()
    {
        var loader = new TestLoader(_ => throw new LoadStoppedException("the server went"));

        var running = RunAsync(loader);

        (await Should.ThrowAsync<LoadStoppedException>(running.WaitAsync(Long))).Message.ShouldBe("the server went");
        stream.IsReleased.ShouldBeFalse();
    }

    [Fact]
    public async Task A_person_who_stops_is_heard_at_once()
    {
        var loader = new TestLoader(_ => LoadPoint.Start);
        var running = RunAsync(loader);
        await stream.Stalled.WaitAsync(Long);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(running.WaitAsync(Long));
        stream.IsReleased.ShouldBeFalse();
    }

    private Task<LoadPoint> RunAsync(ILoader loader) =>
        new LoadRun(new CsvRecordReader(stream), loader, new KeptRejects(), batch: 1, name => name).RunAsync(LoadPoint.Start, report: null, cancellation.Token);

    /// <summary>Brings what it has, and then lets wait.</summary>
    private sealed class StalledStream(byte[] bytes) : MemoryStream(bytes)
    {
        private readonly TaskCompletionSource stalled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim released = new();

        public Task Stalled => stalled.Task;

        public bool IsReleased => released.IsSet;

        public void Release() => released.Set();

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (Position < Length) return base.Read(buffer, offset, count);
            stalled.TrySetResult();
            released.Wait();
            return 0;
        }
    }
}
