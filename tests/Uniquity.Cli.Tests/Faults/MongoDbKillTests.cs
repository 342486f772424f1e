using Uniquity.MongoDb;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;
using Uniquity.Testing.Engines.DocumentDb;

namespace Uniquity.Cli.Tests.Faults;

/// <summary>The command is killed with SIGKILL while the server works for it: the server goes on, the next call names what stands, and finishes it.</summary>
public sealed class MongoDbKillTests
{
    private const string Database = "shop";

    [DocumentDbFact]
    public async Task A_killed_enforce_is_named_by_the_next_call_and_finished_by_it()
    {
        await using var server = await MongoDbServer.StartAsync();
        var url = server.UrlOf(Database);
        await RunAsync(url, "{ insert: 'users', documents: [{ _id: 1, email: 'a' }, { _id: 2, email: 'b' }] }");

        // Two plans ask first: with one createIndexes each, and with two collMod each.
        foreach (var (command, after, named) in new[] { ("createIndexes", 2, "was built to become unique"), ("collMod", 4, "refuses new duplicates since an earlier call"), ("collMod", 5, "unique already, by email_1") })
        {
            var slow = new Fault(command, FaultKind.Delay) { After = after, Delay = TimeSpan.FromSeconds(1) };
            server.Plan(slow);
            using var process = UniquityCommand.With("enforce", "--db", url, "--on", "users", "--key", "email", "--guard", "--apply", "--yes").Start();
            process.StandardInput.Close();
            var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await Task.WhenAny(process.WaitForExitAsync(), slow.Reached);
            process.HasExited.ShouldBeFalse($"{command} was to be slow: {string.Join('\n', process.HasExited ? await output : [])}");
            process.Kill();
            await process.WaitForExitAsync();
            await slow.Over;
            server.ForgetFaults();

            var plan = await UniquityCommand.RunAsync("enforce", "--db", url, "--on", "users", "--key", "email");
            plan.ExitCode.ShouldBe(0, plan.Error);
            plan.Output.ShouldContain(named);
            var finished = await UniquityCommand.RunAsync("enforce", "--db", url, "--on", "users", "--key", "email", "--apply", "--yes");
            finished.ExitCode.ShouldBe(0, finished.Error);
            (await RunAsync(url, "{ insert: 'users', documents: [{ _id: 9, email: 'a' }] }")).ShouldContain("11000");
            (await UniquityCommand.RunAsync("drop-index", "email_1", "--db", url, "--on", "users", "--apply", "--yes")).ExitCode.ShouldBe(0);
        }
    }

    private static async Task<string> RunAsync(string text, string command)
    {
        using var url = MongoUrl.Read(text, new MongoOptions());
        await using var connection = MongoConnection.Open(url, new MongoOptions());
        return (await connection.WriteAsync(Database, ShellReader.Document(command), default)).ToRelaxedJson();
    }
}
