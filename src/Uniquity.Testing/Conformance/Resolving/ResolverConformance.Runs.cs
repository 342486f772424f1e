using Shouldly;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Testing.Conformance.Resolving;

/// <summary>Runs: plans that are out of date, interruptions, undo after edits, one at a time.</summary>
public abstract partial class ResolverConformance
{
    private static readonly string[] Many =
    [
        "CREATE TABLE users (id integer PRIMARY KEY, email text, n integer)", $"INSERT INTO users VALUES {Rows(200, i => $"{i}, 'u{i % 80}', {i}")}",
        "CREATE TABLE orders (id integer PRIMARY KEY, user_id integer NOT NULL REFERENCES users (id) ON DELETE CASCADE)", $"INSERT INTO orders VALUES {Rows(200, i => $"{i}, {i}")}",
    ];

    private ResolveRequest InBatches => Request("users", "email", "first", "n=sum") with { BatchGroups = 10 };

    [ConformanceFact]
    public async Task A_plan_writes_nothing_and_shows_what_will_be_done()
    {
        var resolver = await Given(Shop);
        var before = await Database.ContentAsync();
        var plan = await PlanAsync(resolver, Request("users", "email", "newest:updated_at", "name=longest"));
        (plan.Groups, plan.Removed, plan.Changed, plan.Order).ShouldBe((1, 2, 1, $"the latest updated_at first, then the smallest {Database.IdName}"));
        (plan.Children.ShouldHaveSingleItem().Rows, plan.Children[0].Collisions, plan.Children[0].Table.Name).ShouldBe((2, 0, "orders"));
        var sample = plan.Samples.ShouldHaveSingleItem();
        sample.Before.Select(row => row.Text(Database.IdName)).ShouldBe(["2", "4", "1"]);
        sample.After.Text("name").ShouldBe("Anna");
        plan.Statements.ShouldContain(statement => statement.Contains(Database.DeleteWord, StringComparison.Ordinal));
        (await Database.ContentAsync()).ShouldBe(before);
        (await resolver.ListRunsAsync(default)).ShouldBeEmpty();
    }

    [ConformanceTheory]
    [Xunit.InlineData("UPDATE users SET name = 'other' WHERE id = 4")]
    [Xunit.InlineData("INSERT INTO users VALUES (9, 'b', 'B', 1, '2024-01-01')")]
    [Xunit.InlineData("DELETE FROM users WHERE id = 4")]
    public async Task A_plan_whose_data_has_changed_is_refused_and_nothing_is_changed(string change)
    {
        var resolver = await Given([.. Shop, "DELETE FROM orders"]);
        var plan = await PlanAsync(resolver, Request("users", "email"));
        await Database.ExecuteAsync(change);
        var before = await Database.ContentAsync();
        (await Should.ThrowAsync<RefusedException>(async () => await resolver.ApplyAsync(plan, null, default))).Message.ShouldContain("have changed since the plan");
        (await Database.ContentAsync()).ShouldBe(before);
        (await resolver.ListRunsAsync(default)).ShouldBeEmpty();
    }

    [ConformanceFact]
    public async Task A_run_stopped_by_a_person_ends_after_its_batch_and_goes_on()
    {
        var resolver = await Given(Many);
        var before = await Database.ContentAsync();
        var run = await StopAfterAsync(resolver, 3);
        (run.State, run.Groups).ShouldBe((RunState.Interrupted, 30));
        (await resolver.ListRunsAsync(default)).ShouldHaveSingleItem().State.ShouldBe(RunState.Interrupted);
        await RowsShouldBe("SELECT count(*) FROM orders", "200");
        var resumed = await resolver.ResumeAsync(run.Id, null, default);
        (resumed.State, resumed.Groups, resumed.Removed, resumed.Repointed, resumed.Changed).ShouldBe((RunState.Complete, 80, 120, 120, 80));
        (await Should.ThrowAsync<RefusedException>(async () => await resolver.ResumeAsync(run.Id, null, default))).Message.ShouldContain("nothing left to do");
        (await UndoAsync(resolver, resumed)).Run.State.ShouldBe(RunState.Undone);
        (await Database.ContentAsync()).ShouldBe(before);
    }

    [ConformanceFact]
    public async Task A_stopped_run_can_be_undone_and_a_stopped_undo_goes_on()
    {
        var resolver = await Given(Many);
        var before = await Database.ContentAsync();
        var run = await StopAfterAsync(resolver, 5);
        using var stop = new CancellationTokenSource();
        var stopped = await Should.ThrowAsync<StoppedException>(async () => await resolver.UndoAsync(run.Id, null, new AtBatch(2, stop.Cancel), stop.Token));
        (stopped.Run.State, stopped.Run.Undoing).ShouldBe((RunState.Interrupted, true));
        (await resolver.ListRunsAsync(default)).ShouldHaveSingleItem().Undoing.ShouldBeTrue();
        (await Should.ThrowAsync<RefusedException>(async () => await resolver.ResumeAsync(run.Id, null, default))).Message.ShouldContain("go on with it (uniquity undo");
        (await UndoAsync(resolver, run)).Run.State.ShouldBe(RunState.Undone);
        (await Database.ContentAsync()).ShouldBe(before);
    }

    [ConformanceFact]
    public async Task A_second_run_on_the_table_is_refused_with_who_holds_it()
    {
        var resolver = await Given(Many);
        var plan = await PlanAsync(resolver, InBatches);
        var other = await OpenAsync();
        IReadOnlyList<Run> seen = [];
        RefusedException? refused = null;
        await resolver.ApplyAsync(plan, new AtBatch(2, () => Task.Run(async () =>
        {
            seen = await other.ListRunsAsync(default);
            refused = await Should.ThrowAsync<RefusedException>(async () => await other.ApplyAsync(plan, null, default));
        }).GetAwaiter().GetResult()), default);
        seen.ShouldHaveSingleItem().State.ShouldBe(RunState.Running);
        refused!.Message.ShouldMatch(@"users is held by run r-\d{8}-[0-9a-f]{4} of \S+ since \d{4}-.* UTC \(.*process \d+.*\): wait for it, or stop it first\.$");
        (await resolver.ListRunsAsync(default)).ShouldHaveSingleItem().State.ShouldBe(RunState.Complete);
    }

    [ConformanceFact]
    public async Task Rows_that_change_go_or_come_while_a_run_goes_on_are_taken_as_they_are()
    {
        var resolver = await Given(Many);
        await ApplyAsync(resolver, InBatches, new AtBatch(1, () => Task.Run(async () => await Database.ExecuteAsync($"""
            UPDATE users SET email = 'own' || id WHERE id BETWEEN 180 AND 184;
            DELETE FROM orders WHERE user_id BETWEEN 185 AND 189;
            DELETE FROM users WHERE id BETWEEN 185 AND 189;
            INSERT INTO users VALUES {Rows(90, i => $"{1000 + i}, 'u{i}', 1")};
            INSERT INTO orders VALUES (1000, 1003)
            """)).GetAwaiter().GetResult()));
        await RowsShouldBe("SELECT count(*) FROM (SELECT email FROM users GROUP BY email HAVING count(*) > 1) AS d", "0");
        await RowsShouldBe("SELECT count(*) FROM users WHERE email LIKE 'own%'", "5");
        await RowsShouldBe("SELECT count(*) FROM orders WHERE NOT EXISTS (SELECT 1 FROM users WHERE users.id = user_id)", "0");
        await RowsShouldBe("SELECT count(*) FROM orders", "196");
    }

    [ConformanceFact]
    public async Task What_was_changed_since_is_left_and_listed()
    {
        var resolver = await Given(Shop);
        var run = await ApplyAsync(resolver, Request("users", "email", "first", "name=longest"));
        await Database.ExecuteAsync("UPDATE users SET name = 'edited' WHERE id = 1; INSERT INTO users VALUES (4, 'new', NULL, 0, ''); UPDATE orders SET user_id = 3 WHERE id = 11");
        var undone = await UndoAsync(resolver, run);
        undone.Run.State.ShouldBe(RunState.PartlyUndone);
        undone.Left.Count.ShouldBe(4);
        undone.Left.ShouldContain(left => left.EndsWith("users 1: it was changed or removed since", StringComparison.Ordinal));
        undone.Left.ShouldContain(left => left.EndsWith("orders 11: it was changed or removed since", StringComparison.Ordinal));
        undone.Left.ShouldContain(left => left.Contains($"users 4: another {Database.Row} has its key now", StringComparison.Ordinal));
        undone.Left.ShouldContain(left => left.Contains($"orders 13: the {Database.Row} of ", StringComparison.Ordinal));
        await RowsShouldBe("SELECT id, name FROM users ORDER BY id", "1|edited", "2|Ann", "3|Bob", "4|", "5|x", "6|y");
        await Database.ExecuteAsync("DELETE FROM users WHERE id = 4; UPDATE users SET name = 'Anna' WHERE id = 1; UPDATE orders SET user_id = 1 WHERE id = 11");
        var again = await UndoAsync(resolver, run);
        (again.Left.Count, again.Run.State).ShouldBe((0, RunState.Undone));
        await RowsShouldBe("SELECT id, user_id FROM orders ORDER BY id", "10|1", "11|2", "12|3", "13|4");
    }

    [ConformanceFact]
    public async Task One_group_comes_back_by_its_key_and_the_rest_later()
    {
        var resolver = await Given(Many);
        var before = await Database.ContentAsync();
        var run = await ApplyAsync(resolver, InBatches);
        var undone = await UndoAsync(resolver, run, "u7");
        (undone.Restored, undone.Repointed, undone.Run.State).ShouldBe((3, 2, RunState.PartlyUndone));
        await RowsShouldBe("SELECT id, n FROM users WHERE email = 'u7' ORDER BY id", "7|7", "87|87", "167|167");
        (await Should.ThrowAsync<UsageException>(() => UndoAsync(resolver, run, "nobody"))).Message.ShouldContain($"no {Database.Row}s of a group nobody");
        (await UndoAsync(resolver, run)).Run.State.ShouldBe(RunState.Undone);
        (await Database.ContentAsync()).ShouldBe(before);
        (await Should.ThrowAsync<RefusedException>(() => UndoAsync(resolver, run))).Message.ShouldContain("is undone already");
    }

    [ConformanceFact]
    public async Task A_forgotten_run_is_gone_with_its_archive()
    {
        var resolver = await Given(Shop);
        var run = await ApplyAsync(resolver, Request("users", "email"));
        await resolver.ForgetAsync(run.Id, default);
        (await resolver.ListRunsAsync(default)).ShouldBeEmpty();
        (await Should.ThrowAsync<UsageException>(() => UndoAsync(resolver, run))).Message.ShouldContain("There is no run");
        await RowsShouldBe("SELECT id FROM users WHERE email = 'a'", "1");
    }

    private async Task<Run> StopAfterAsync(IResolver resolver, int batches)
    {
        using var stop = new CancellationTokenSource();
        return (await Should.ThrowAsync<StoppedException>(() => ApplyAsync(resolver, InBatches, new AtBatch(batches, stop.Cancel), stop.Token))).Run;
    }
}
