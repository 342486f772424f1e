using System.Diagnostics;

namespace Uniquity.Benchmarks.Writing;

/// <summary>Measures ways of doing one thing turn by turn, so that what else the machine does meets all of them.</summary>
internal static class Stopwatches
{
    /// <summary>The median time of each way, in milliseconds.</summary>
    public static async Task<double[]> MediansAsync(int rounds, params Func<Task>[] ways)
    {
        foreach (var way in ways) await way();
        var times = ways.Select(_ => new List<double>()).ToArray();
        for (var round = 0; round < rounds; round++)
        {
            for (var i = 0; i < ways.Length; i++)
            {
                // In another order each time: the first after a pause is not always the same.
                var at = (i + round) % ways.Length;
                GC.Collect();
                var started = Stopwatch.GetTimestamp();
                await ways[at]();
                times[at].Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        return [.. times.Select(Median)];
    }

    private static double Median(List<double> times)
    {
        times.Sort();
        return (times[(times.Count - 1) / 2] + times[times.Count / 2]) / 2;
    }
}
