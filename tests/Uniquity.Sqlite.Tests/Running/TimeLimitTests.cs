using System.Diagnostics;
using Uniquity.Diagnosing;
using Uniquity.Duplicates;
using Uniquity.Facts;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Tests.Running;

public sealed class TimeLimitTests
{
    private const string Endless = "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n) > 0";

    [Fact]
    public async Task A_statement_that_runs_too_long_is_stopped_and_says_so()
    {
        await using var scene = await Scene.Given("CREATE TABLE users (x text); INSERT INTO users VALUES ('a')", TimeSpan.FromMilliseconds(200));
        var query = new DuplicateQuery(await scene.Table("users"), [new("x")]) { Where = Endless };
        var started = Stopwatch.GetTimestamp();
        var error = await Should.ThrowAsync<TargetException>(async () => await scene.Target.Duplicates.CountAsync(query, null, default));
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        error.Message.ShouldBe($"{scene.Path}: a statement ran longer than 0.2 s and was stopped: give more time with --timeout");
    }

    [Fact]
    public async Task A_fact_that_takes_too_long_is_not_checked()
    {
        await using var scene = await Scene.Given("CREATE TABLE users (x text); INSERT INTO users VALUES ('a')", TimeSpan.FromMilliseconds(200));
        var table = await scene.Table("users");
        (await Should.ThrowAsync<NotCheckedException>(async () => await scene.Target.Facts.CountAsync(table, [new Condition.Passes(Endless)], 1, default)))
            .Message.ShouldContain("longer than 0.2 s");
        (await scene.Target.Facts.CountAsync(table, [], 1, default)).Value.ShouldBe(1, "the target must be of use after a stopped statement");
    }

    [Fact]
    public async Task A_running_statement_is_cancelled()
    {
        await using var scene = await Scene.Given("CREATE TABLE users (x text); INSERT INTO users VALUES ('a')");
        var table = await scene.Table("users");
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(async () => await scene.Target.Facts.CountAsync(table, [new Condition.Passes(Endless)], 1, cancel.Token));
    }

    [Fact]
    public async Task A_probe_that_takes_too_long_leaves_the_others_their_turn()
    {
        await using var scene = await Scene.Given("CREATE TABLE users (x text); INSERT INTO users VALUES ('a'), ('a')", TimeSpan.FromMilliseconds(200));
        var request = new DiagnosisRequest { On = "users", Key = "x", Operation = WriteOperation.IndexBuild, Statement = $"CREATE UNIQUE INDEX ux ON users (x) WHERE {Endless}" };
        var diagnosis = await new Diagnoser(scene.Target).DiagnoseAsync(request);
        diagnosis.NotChecked.ShouldContain(n => n.Cause == "UQ110" && n.Why.Contains("longer than 0.2 s"));
    }
}
