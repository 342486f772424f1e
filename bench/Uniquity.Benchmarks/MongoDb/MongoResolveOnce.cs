using System.Diagnostics;
using System.Globalization;
using Uniquity.Indexes;
using Uniquity.MongoDb;
using Uniquity.MongoDb.Resolving;
using Uniquity.Resolving;

namespace Uniquity.Benchmarks.MongoDb;

/// <summary>One apply or undo on a database that a script has filled: <c>mongodb-resolve apply|undo URL [REFERENCE]</c>.</summary>
internal static class MongoResolveOnce
{
    /// <summary>Runs it and prints what it took: seconds (of an apply without its plan), and peak memory in megabytes.</summary>
    public static async Task<int> RunAsync(string what, string url, IReadOnlyList<string> references)
    {
        var request = new ResolveRequest(new TableName(null, "users"), [new KeyPart("email")], KeepPolicy.Parse("first")) { References = references };
        await using var resolver = await MongoResolver.OpenAsync(url, new MongoOptions { CommandTimeout = TimeSpan.Zero }, clock: null, CancellationToken.None);
        var plan = what == "apply" ? await resolver.PlanAsync(request, CancellationToken.None) : null;
        var watch = Stopwatch.StartNew();
        if (plan is not null) await resolver.ApplyAsync(plan, progress: null, CancellationToken.None);
        else await resolver.UndoAsync((await resolver.ListRunsAsync(CancellationToken.None))[0].Id, group: null, progress: null, CancellationToken.None);
        using var process = Process.GetCurrentProcess();
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:F2} {process.PeakWorkingSet64 / 1048576}"));
        return 0;
    }
}
