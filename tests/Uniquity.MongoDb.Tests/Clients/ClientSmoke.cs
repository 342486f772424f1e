using System.Runtime.CompilerServices;
using System.Text.Json;
using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Clients;

/// <summary>Runs a program on a client that no one here wrote against the tests' server.</summary>
internal static class ClientSmoke
{
    /// <summary>The folder of the programs, in the sources.</summary>
    public static string Folder { get; } = Path.GetDirectoryName(PathOfThisFile())!;

    /// <summary>Runs the program and gives the texts of the refusals that it met, by case.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> RunAsync(string program, string script)
    {
        var server = await MongoDbServer.SharedAsync();
        var call = new Command { Program = program, Arguments = [script, server.Url, MongoDbServer.NewDatabaseName()], Timeout = TimeSpan.FromMinutes(2) };
        var result = await call.RunAsync();
        result.ExitCode.ShouldBe(0, result.Error);
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.GetProperty("errors").EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!);
    }

    private static string PathOfThisFile([CallerFilePath] string path = "") => path;
}
