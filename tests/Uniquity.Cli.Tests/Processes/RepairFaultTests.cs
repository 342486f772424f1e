using System.Diagnostics;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Processes;

/// <summary>The process of a repair ends at any moment: nothing is lost, and the next call says what to do.</summary>
public class RepairFaultTests
{
    private const int Groups = 400;

    [PostgreSqlTheory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_repair_killed_at_any_moment_loses_nothing_and_names_the_next_call(int seed)
    {
        var random = new Random(seed);
        var interrupted = 0;
        await using var trial = await Trial.OpenAsync();
        for (var moment = 0; moment < 10; moment++)
        {
            using (var apply = trial.StartApply())
            {
                await trial.ReachAsync(apply, random.Next(-100, Groups));
                await Task.Delay(random.Next(40));
                await KillAsync(trial, apply);
            }

            (await trial.TogetherAsync()).ShouldBe(trial.Before, $"killed repair {moment}");
            if (await trial.RunAsync() is not { State: not "undone" } run) continue;
            if (run.State == "interrupted") interrupted++;
            run.Next[0].ShouldBe(run.State is "complete" ? "undo" : "resume");
            if (random.Next(2) == 0 && run.State != "complete") await KillOnceThenEndAsync(trial, random, ["resume", run.Next[1]]);
            await KillOnceThenEndAsync(trial, random, ["undo", run.Next[1]]);
            (await trial.NowAsync()).ShouldBe(trial.Before, $"undone {moment}");
        }

        interrupted.ShouldBeGreaterThan(3, "most moments are in the midst of a repair");
    }

    [PostgreSqlTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_a_repair_after_its_batch_with_130_and_what_is_done(string signal)
    {
        await using var trial = await Trial.OpenAsync();

        // A busy machine may take its time to send the signal.
        using var apply = trial.StartApply("300ms");
        await trial.ReachAsync(apply, 50);
        var error = apply.StandardError.ReadToEndAsync();
        Process.Start("kill", [$"-{(signal == "INT" ? Signals.Interrupt : signal)}", $"{apply.Id}"]).WaitForExit();
        await apply.StandardOutput.ReadToEndAsync();
        await apply.WaitForExitAsync();
        apply.ExitCode.ShouldBe(130);
        (await error).ShouldMatch(@"Run r-\S+ stopped: as asked, between two batches\. \d+ groups are done and archived; uniquity resume r-\S+ --db \S+ goes on, uniquity undo r-\S+ --db \S+ goes back\.\n$");
        (await trial.TogetherAsync()).ShouldBe(trial.Before);
        var run = (await trial.RunAsync())!.Value;
        run.State.ShouldBe("interrupted");
        (await trial.CallAsync("resume", run.Next[1])).OrThrow("resume");
        (await trial.TogetherAsync()).ShouldBe(trial.Before);
        (await trial.CallAsync("undo", run.Next[1])).OrThrow("undo");
        (await trial.NowAsync()).ShouldBe(trial.Before);
    }

    private static async Task KillOnceThenEndAsync(Trial trial, Random random, string[] call)
    {
        using (var victim = trial.Start(call))
        {
            await Task.Delay(random.Next(250, 900));
            await KillAsync(trial, victim);
        }

        (await trial.TogetherAsync()).ShouldBe(trial.Before, $"killed {call[0]}");
        var ended = await trial.CallAsync(call);
        if (ended.ExitCode != 0) ended.Error.ShouldMatch("^uniquity: Run r-\\S+ (is undone already|has nothing left to do: it is complete)\\.");
        (await trial.TogetherAsync()).ShouldBe(trial.Before, $"ended {call[0]}");
    }

    private static async Task KillAsync(Trial trial, Process process)
    {
        process.Kill();
        await process.WaitForExitAsync();
        await trial.SettleAsync();
    }
}
