using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;
using Uniquity.Testing.Engines.DocumentDb;

namespace Uniquity.MongoDb.Tests.Engines;

public class FaultTests
{
    private const string Program = """
        import sys, pymongo
        users = pymongo.MongoClient(sys.argv[1], retryReads=False, retryWrites=False).faults.users
        users.drop()
        users.insert_many([{"n": i} for i in range(10)])
        try:
            print(len(list(users.find(batch_size=3))))
        except pymongo.errors.PyMongoError as error:
            print(type(error).__name__, getattr(error, "code", None))
        """;

    [DocumentDbFact]
    public async Task A_cursor_is_cut_in_its_middle_once_and_then_reads_on()
    {
        await using var server = await MongoDbServer.StartAsync();
        server.Plan(new("getMore", FaultKind.HangUpBefore) { After = 1 });

        (await RunAsync(server)).ShouldStartWith("AutoReconnect");
        (await RunAsync(server)).ShouldBe("10");
        server.Plan(new("find", FaultKind.Refuse) { Code = 96 });
        (await RunAsync(server)).ShouldBe("OperationFailure 96");
    }

    [DocumentDbFact]
    public async Task A_killed_server_is_started_again_under_the_same_url()
    {
        await using var server = await MongoDbServer.StartAsync();
        (await RunAsync(server)).ShouldBe("10");

        await server.KillAsync();
        await server.StartAgainAsync();

        (await RunAsync(server)).ShouldBe("10");
    }

    private static async Task<string> RunAsync(MongoDbServer server)
    {
        var python = File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";
        var result = await new Command { Program = python, Arguments = ["-c", Program, server.Url] }.RunAsync();
        result.ExitCode.ShouldBe(0, result.Error);
        return result.Output.Trim();
    }
}
