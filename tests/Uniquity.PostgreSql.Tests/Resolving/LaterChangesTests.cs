using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Resolving;

/// <summary>What an owner changes between a run and its undo keeps only that away which it concerns.</summary>
public class LaterChangesTests
{
    private static readonly string[] People =
    [
        "CREATE TABLE t (id int PRIMARY KEY, email text, n int, note text, parent int REFERENCES t)",
        "INSERT INTO t SELECT i, 'u' || i % 5, i, CASE WHEN i <> 8 THEN 'n' || i END FROM generate_series(1, 15) AS i",
        "UPDATE t SET parent = 15 WHERE id = 6; UPDATE t SET parent = 6 WHERE id = 11",
        "CREATE TABLE c (id int PRIMARY KEY, t_id int REFERENCES t)",
        "INSERT INTO c SELECT i, i FROM generate_series(1, 15) AS i",
    ];

    [PostgreSqlTheory]
    [InlineData("ALTER TABLE t ADD CHECK (id <> 8)", "the server refuses its group: new row for relation \"t\" violates check constraint \"t_id_check\"")]
    [InlineData("ALTER TABLE t ALTER note SET NOT NULL", "the server refuses its group: null value in column \"note\" of relation \"t\" violates not-null constraint")]
    [InlineData("CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN IF new.id = 8 THEN RAISE 'eight is out'; END IF; RETURN new; END $f$; CREATE TRIGGER no BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION no()", "the server refuses its group: eight is out")]
    public async Task A_rule_that_came_since_keeps_away_the_groups_that_break_it_and_no_others(string change, string reason)
    {
        await using var shop = await Resolution.OfAsync(People);
        var before = await shop.DumpAsync();
        var run = await shop.ApplyAsync(Resolution.Request("t", "email"));
        await shop.Database.ExecuteAsync(change);

        var undone = await shop.UndoAsync(run);

        undone.Run.State.ShouldBe(RunState.PartlyUndone);
        undone.Restored.ShouldBe(8);
        undone.Left.ShouldContain($"public.t 8: {reason}");
        undone.Left.Where(left => left.StartsWith("public.t ", StringComparison.Ordinal)).Count().ShouldBe(2);
        (await shop.RowsAsync("SELECT id FROM t WHERE id IN (3, 8, 13)")).ShouldBe(["3"]);
        (await shop.RowsAsync("SELECT id, parent FROM t WHERE parent IS NOT NULL ORDER BY 1")).ShouldBe(["6|15", "11|6"]);

        await shop.Database.ExecuteAsync("ALTER TABLE t DROP CONSTRAINT IF EXISTS t_id_check; ALTER TABLE t ALTER note DROP NOT NULL; DROP TRIGGER IF EXISTS no ON t");
        (await shop.UndoAsync(run)).Run.State.ShouldBe(RunState.Undone);
        (await shop.DumpAsync()).ShouldBe(before);
    }

    [PostgreSqlTheory]
    [InlineData("ALTER TABLE c RENAME TO other", "its table was dropped or renamed", "ALTER TABLE other RENAME TO c")]
    [InlineData("ALTER TABLE c RENAME t_id TO other", "its t_id was dropped or renamed, or has another type", "ALTER TABLE c RENAME other TO t_id")]
    [InlineData("ALTER TABLE c ALTER t_id TYPE bigint", "its t_id was dropped or renamed, or has another type", "ALTER TABLE c ALTER t_id TYPE int")]
    public async Task A_child_that_was_changed_keeps_no_parent_away(string change, string reason, string back)
    {
        await using var shop = await Resolution.OfAsync(People);
        var before = await shop.DumpAsync();
        var run = await shop.ApplyAsync(Resolution.Request("t", "email"));
        await shop.Database.ExecuteAsync(change);

        var undone = await shop.UndoAsync(run);

        (undone.Run.State, undone.Restored).ShouldBe((RunState.PartlyUndone, 10));
        undone.Left.Count.ShouldBe(10);
        undone.Left.ShouldContain($"public.c 6: {reason}");
        await shop.Database.ExecuteAsync(back);
        (await shop.UndoAsync(run)).Run.State.ShouldBe(RunState.Undone);
        (await shop.DumpAsync()).ShouldBe(before);
    }

    [PostgreSqlTheory]
    [InlineData("ALTER TABLE t RENAME TO people", "public.t is called public.people now, and rows go back under its old name only: rename it for the undo.")]
    [InlineData("DROP TABLE t CASCADE", "public.t is not there any more.")]
    [InlineData("ALTER TABLE t DROP note", "public.t has changed since run")]
    public async Task A_table_that_rows_cannot_go_back_to_is_told_with_where_they_are(string change, string message)
    {
        await using var shop = await Resolution.OfAsync(People);
        var run = await shop.ApplyAsync(Resolution.Request("t", "email"));
        await shop.Database.ExecuteAsync(change);

        var refused = await Should.ThrowAsync<RefusedException>(() => shop.UndoAsync(run));

        refused.Message.ShouldStartWith(message);
        refused.Message.ShouldEndWith($"uniquity.\"{run.Id}_1\".");
        (await shop.RowsAsync($"SELECT count(*) FROM uniquity.\"{run.Id}_1\"")).ShouldBe(["10"]);
    }

    [PostgreSqlFact]
    public async Task Columns_and_tables_of_the_names_that_statements_use_themselves_are_the_owners()
    {
        string[] names = ["x", "g", "s", "a", "m", "t", "r", "d", "at", "w1", "image", "rank", "o1", "n1", "h1", "p0", "compared", "element", "place", "value", "\"#row\"", "\"#k1\"", "\"#group\"", "\"#left\""];
        await using var shop = await Resolution.OfAsync(
            $"CREATE TABLE rows (id int PRIMARY KEY, email text, {string.Join(", ", names.Select(name => $"{name} int"))})",
            $"INSERT INTO rows SELECT i, 'u' || i % 3, {string.Join(", ", names.Select((_, n) => n % 2 == 0 ? "i" : "NULLIF(i, 1)"))} FROM generate_series(1, 9) AS i",
            $"CREATE TABLE gone (id int PRIMARY KEY, o1 int REFERENCES rows, h1 int, UNIQUE (o1, h1), {string.Join(", ", names.Except(["o1", "h1"]).Select(name => $"{name} int"))})",
            "INSERT INTO gone SELECT i, i, 1 FROM generate_series(1, 9) AS i");
        var plan = await shop.PlanAsync(Resolution.Request("rows", "email", "most-complete", "fill", "g=sum"));
        plan.Samples.Count.ShouldBe(3);
        plan.Samples[0].Before[0].Text("x").ShouldNotBeNull();
        await shop.AppliesAndUndoesAsync(plan.Request);
    }

    [PostgreSqlTheory]
    [InlineData("smallint", "30000", "smallint out of range")]
    [InlineData("numeric(5,2)", "999.99", "numeric field overflow")]
    public async Task A_sum_that_does_not_fit_is_refused_before_anything(string type, string value, string why)
    {
        await using var shop = await Resolution.OfAsync($"CREATE TABLE t (id int PRIMARY KEY, email text, n {type})", $"INSERT INTO t VALUES (1, 'a', {value}), (2, 'a', {value})");

        (await Should.ThrowAsync<RefusedException>(() => shop.PlanAsync(Resolution.Request("t", "email", "first", "n=sum")))).Message
            .ShouldBe($"A value does not fit its column: {why}. Where a sum does not, widen the column first, or merge by another rule (max, min, keep).");
    }

    [PostgreSqlFact]
    public async Task A_table_too_wide_for_its_archive_is_refused_and_one_column_less_than_that_works()
    {
        static string Columns(int count) => string.Join(", ", Enumerable.Range(1, count).Select(n => $"c{n} int"));
        await using var shop = await Resolution.OfAsync(
            $"CREATE TABLE wide (id int PRIMARY KEY, email text, {Columns(1594)})", $"CREATE TABLE fits (id int PRIMARY KEY, email text, {Columns(1593)})",
            "INSERT INTO wide (id, email) VALUES (1, 'a'), (2, 'a')", "INSERT INTO fits (id, email) VALUES (1, 'a'), (2, 'a')");

        (await Should.ThrowAsync<RefusedException>(() => shop.PlanAsync(Resolution.Request("wide", "email")))).Message.ShouldStartWith("public.wide has 1596 columns, and its archive would need 5 more");
        (await Should.ThrowAsync<RefusedException>(() => shop.PlanAsync(Resolution.Request("fits", "email", "first", "fill")))).Message.ShouldBe("--merge would read 1593 columns, and one statement holds 830: leave columns out with --merge COLUMN=keep.");
        await shop.AppliesAndUndoesAsync(Resolution.Request("fits", "email"));
    }
}
