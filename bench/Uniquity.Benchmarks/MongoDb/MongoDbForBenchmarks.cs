using Uniquity.Testing.Engines;

namespace Uniquity.Benchmarks.MongoDb;

/// <summary>A MongoDB-compatible server of its own for a script: <c>mongodb-server</c>.</summary>
internal static class MongoDbForBenchmarks
{
    /// <summary>Prints the server's URL, and holds it until standard input ends.</summary>
    public static async Task<int> RunAsync()
    {
        await using var server = await MongoDbServer.SharedAsync();
        await Console.Out.WriteLineAsync(server.Url);
        await Console.Out.FlushAsync();
        await Console.In.ReadToEndAsync();
        return 0;
    }
}
