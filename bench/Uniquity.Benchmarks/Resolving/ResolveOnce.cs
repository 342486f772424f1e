using System.Diagnostics;
using System.Globalization;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Resolving;
using Uniquity.Resolving;

namespace Uniquity.Benchmarks.Resolving;

/// <summary>One plan, apply or undo on a server that a script has filled: <c>resolve plan|apply|undo URL</c>.</summary>
internal static class ResolveOnce
{
    /// <summary>Runs it and prints what it took: seconds, longest batch in milliseconds, peak memory in megabytes.</summary>
    public static async Task<int> RunAsync(string what, string url)
    {
        var request = new ResolveRequest(new TableName("bench", "users"), [new KeyPart("email")], KeepPolicy.Parse("first"));
        await using var resolver = await PostgreSqlResolver.OpenAsync(url, new() { StatementTimeout = TimeSpan.Zero }, clock: null, CancellationToken.None);
        var batches = new Batches();
        ResolvePlan? plan = what == "apply" ? await resolver.PlanAsync(request, CancellationToken.None) : null;
        var watch = Stopwatch.StartNew();
        batches.Begin();
        switch (what)
        {
            case "plan":
                await resolver.PlanAsync(request, CancellationToken.None);
                break;
            case "apply":
                await resolver.ApplyAsync(plan!, batches, CancellationToken.None);
                break;
            default:
                await resolver.UndoAsync((await resolver.ListRunsAsync(CancellationToken.None))[0].Id, group: null, batches, CancellationToken.None);
                break;
        }

        using var process = Process.GetCurrentProcess();
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:F2} {batches.Longest.TotalMilliseconds:F0} {process.PeakWorkingSet64 / 1048576}"));
        return 0;
    }

    private sealed class Batches : IProgress<ResolveProgress>
    {
        private long last;
        private bool first = true;

        public TimeSpan Longest { get; private set; }

        public void Begin() => last = Stopwatch.GetTimestamp();

        public void Report(ResolveProgress value)
        {
            // The first report includes making the list, which holds no row's lock.
            if (!first && Stopwatch.GetElapsedTime(last) is var took && took > Longest) Longest = took;
            first = false;
            last = Stopwatch.GetTimestamp();
        }
    }
}
