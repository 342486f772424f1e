using System.Diagnostics;
using Uniquity.Cli.Tests.Processes;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Faults;

/// <summary>A repair on MongoDB ends at any moment, with and without transactions: nothing is lost, nothing is double, and the next call goes on.</summary>
public sealed class MongoDbRepairKillTests
{
    private const int Removed = 180;

    [DocumentDbTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Killed_at_any_moment_it_loses_nothing_and_the_next_call_goes_on(bool transactions)
    {
        var random = new Random(transactions ? 1 : 2);
        var (killed, interrupted) = (0, 0);
        await using var trial = await MongoDbTrial.OpenAsync(transactions);
        for (var moment = 0; moment < 6; moment++)
        {
            using (var apply = trial.StartApply())
            {
                await trial.ReachAsync(apply, random.Next(-20, MongoDbTrial.Groups - 20));
                await Task.Delay(random.Next(50));
                killed += await KillAsync(apply);
            }

            var found = await trial.NextAsync();
            await trial.NothingIsLostAsync(found?.Run, $"killed repair {moment}");
            if (found is not { } run) continue;
            if (run.State == "interrupted") interrupted++;
            run.Next.ShouldBe(run.State == "complete" ? "undo" : "resume");
            if (run.State != "complete" && moment % 2 == 0)
            {
                killed += await KillOnceThenEndAsync(trial, random, "resume", run.Run);
                (await trial.NothingIsLostAsync(run.Run, $"resumed {moment}")).ShouldBe(Removed);
                (await trial.FindAsync("users")).Count.ShouldBe(MongoDbTrial.Groups);
            }

            killed += await KillOnceThenEndAsync(trial, random, "undo", run.Run);
            await trial.AllIsBackAsync($"undone {moment}");
            (await trial.CallAsync("runs", "--forget", run.Run, "--yes")).OrThrow("forget");
        }

        killed.ShouldBeGreaterThan(6, "most calls were still running");
        interrupted.ShouldBeGreaterThan(2, "most moments are in the midst of a repair");
    }

    [DocumentDbTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ctrl_C_ends_a_repair_after_its_batch_with_130_and_what_is_done(bool transactions)
    {
        await using var trial = await MongoDbTrial.OpenAsync(transactions);
        using var apply = trial.StartApply();
        await trial.ReachAsync(apply, 12);
        var error = apply.StandardError.ReadToEndAsync();
        Process.Start("kill", [$"-{Signals.Interrupt}", $"{apply.Id}"]).WaitForExit();
        await apply.StandardOutput.ReadToEndAsync();
        await apply.WaitForExitAsync();
        apply.ExitCode.ShouldBe(130);
        (await error).ShouldMatch(@"Run r-\S+ stopped: as asked, between two batches\. \d+ groups are done and archived; uniquity resume r-\S+ --db \S+ goes on, uniquity undo r-\S+ --db \S+ goes back\.\n$");
        var run = (await trial.NextAsync())!.Value;
        run.State.ShouldBe("interrupted");
        await trial.NothingIsLostAsync(run.Run, "stopped");
        (await trial.CallAsync("resume", run.Run)).OrThrow("resume");
        (await trial.NothingIsLostAsync(run.Run, "resumed")).ShouldBe(Removed);
        (await trial.CallAsync("undo", run.Run)).OrThrow("undo");
        await trial.AllIsBackAsync("undone");
    }

    [DocumentDbFact]
    public async Task What_a_killed_repair_had_sent_last_is_waited_for_by_the_undo()
    {
        await using var trial = await MongoDbTrial.OpenAsync(transactions: false);
        Task<Testing.Commands.CommandResult> undo;
        using var apply = trial.StartApply();
        await using (await trial.HoldDeletesAsync(apply))
        {
            while (!await trial.IsWritingAsync("remove", "users") && !apply.HasExited) await Task.Delay(20);
            (await KillAsync(apply)).ShouldBe(1);
            var run = (await trial.NextAsync())!.Value;
            run.State.ShouldBe("interrupted");
            undo = trial.CallAsync("undo", run.Run);
            await Task.WhenAny(undo, Task.Delay(TimeSpan.FromSeconds(3)));
            undo.IsCompleted.ShouldBeFalse("the server is at a delete still");
        }

        (await undo).OrThrow("undo");
        await trial.AllIsBackAsync("undone");
    }

    private static async Task<int> KillOnceThenEndAsync(MongoDbTrial trial, Random random, string verb, string run)
    {
        int killed;
        using (var victim = trial.Start(verb, run))
        {
            await Task.Delay(random.Next(200, 700));
            killed = await KillAsync(victim);
        }

        await trial.NothingIsLostAsync(run, $"killed {verb}");
        var ended = await trial.CallAsync(verb, run);
        if (ended.ExitCode != 0) ended.Error.ShouldMatch("^uniquity: Run r-\\S+ (is undone already|has nothing left to do: it is complete)\\.");
        return killed;
    }

    private static async Task<int> KillAsync(Process process)
    {
        var running = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();
        return running ? 1 : 0;
    }
}
