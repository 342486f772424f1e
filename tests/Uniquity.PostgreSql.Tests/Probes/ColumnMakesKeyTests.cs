using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Probes;

/// <summary>The key that is refused is what the column made of what was sent, and the table may be a part of the one that was written to.</summary>
public class ColumnMakesKeyTests : OnCauses
{
    [PostgreSqlTheory]
    [InlineData("numeric(5,2)", "1.234", "1.233", "1.23")]
    [InlineData("timestamp(0)", "'2024-01-01 10:00:00.4'", "'2024-01-01 10:00:00.3'", "2024-01-01 10:00:00")]
    [InlineData("int", "2", "1.6", "2")]
    public async Task A_value_that_the_column_rounds_is_told_as_sent_and_as_stored(string type, string there, string sent, string stored)
    {
        await RunAsync($"CREATE TABLE t (id serial PRIMARY KEY, v {type} UNIQUE); INSERT INTO t (v) VALUES ({there})");
        var diagnosis = await DiagnoseAsync($"INSERT INTO t (v) VALUES ({sent})");
        First(diagnosis, "UQ101");
        diagnosis.Notes.ShouldContain(note => note.Contains($"v = {sent.Trim('\'')}", StringComparison.Ordinal) && note.Contains($"makes it {stored}", StringComparison.Ordinal));
    }

    [PostgreSqlFact]
    public async Task A_value_that_the_column_only_writes_in_another_way_needs_no_telling()
    {
        await RunAsync("CREATE TABLE t (v numeric(5,2) UNIQUE); INSERT INTO t VALUES (1.5)");
        (await DiagnoseAsync("INSERT INTO t (v) VALUES (1.5)")).Notes.ShouldBeEmpty();
    }

    [PostgreSqlFact]
    public async Task A_refusal_in_a_partition_is_answered_for_the_table_that_was_written_to()
    {
        await RunAsync("""
            CREATE TABLE "Events" (id int, day date, key text, UNIQUE (key, day)) PARTITION BY RANGE (day);
            CREATE TABLE events_24 PARTITION OF "Events" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); INSERT INTO "Events" VALUES (1, '2024-05-05', 'a');
            """);
        var diagnosis = await DiagnoseAsync("INSERT INTO \"Events\" VALUES (1, '2024-05-05', 'a')");
        diagnosis.Refused!.Text("key").ShouldBe("a");
        var cause = diagnosis.Causes[0];
        cause.Remedies.SelectMany(remedy => remedy.Commands).ShouldNotBeEmpty();
        cause.Remedies.SelectMany(remedy => remedy.Commands).ShouldAllBe(command => command.Text.Contains("\"Events\"", StringComparison.Ordinal) && !command.Text.Contains("events_24", StringComparison.Ordinal));
    }

    [PostgreSqlFact]
    public async Task A_default_that_is_always_the_same_is_not_for_the_person_to_mend()
    {
        await RunAsync("CREATE TABLE t (id serial PRIMARY KEY, code text UNIQUE DEFAULT 'main-7', n int); INSERT INTO t (n) VALUES (1)");
        var cause = First(await DiagnoseAsync("INSERT INTO t (n) VALUES (2)"), "UQ101");
        cause.Remedies[0].Title.ShouldStartWith("Send code with the row");
        cause.Remedies.ShouldNotContain(remedy => remedy.Title.Contains("409", StringComparison.Ordinal));
    }

    [PostgreSqlFact]
    public async Task A_batch_is_loaded_by_a_table_of_its_own()
    {
        await RunAsync("CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, e text UNIQUE, l int GENERATED ALWAYS AS (length(e)) STORED); INSERT INTO t (e) VALUES ('a')");
        var cause = First(await DiagnoseAsync("INSERT INTO t (e) VALUES ('b'), ('a')"), "UQ307");
        var load = string.Join("\n", cause.Remedies[0].Commands.Select(command => command.Text.StartsWith("--", StringComparison.Ordinal) ? "INSERT INTO t_staging (e) VALUES ('b'), ('a'), ('c');" : command.Text));
        await RunAsync(load);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM t")).ShouldBe(3);
    }

    [PostgreSqlFact]
    public async Task A_constraint_that_could_not_be_added_is_added_in_the_end()
    {
        await RunAsync("CREATE TABLE t (id serial PRIMARY KEY, e text); INSERT INTO t (e) VALUES ('aa'), ('aa')");
        var cause = First(await DiagnoseAsync("ALTER TABLE t ADD CONSTRAINT t_e UNIQUE (e)"), "UQ110");
        cause.Remedies.Select(remedy => remedy.Run).ShouldBe(["uniquity duplicates --on public.t --key e", "uniquity resolve --on public.t --key e --keep first", null]);
        await RunAsync("DELETE FROM t WHERE id = 2");
        foreach (var command in cause.Remedies[2].Commands) await RunAsync(command.Text);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM pg_constraint WHERE conname = 't_e'")).ShouldBe(1);
    }

    [PostgreSqlFact]
    public async Task A_key_that_a_person_types_finds_the_index_whatever_the_catalogue_makes_of_it()
    {
        await RunAsync("CREATE TABLE t (id serial PRIMARY KEY, e varchar(20)); CREATE UNIQUE INDEX t_lower ON t (lower(e)); INSERT INTO t (e) VALUES ('Ann')");
        var diagnosis = await DiagnoseAsync("INSERT INTO t (e) VALUES ('ANN')", request => request with { Reading = Uniquity.Violations.Reading.Empty, Statement = null, On = "t", Key = "lower(e)", Value = "ann" });
        diagnosis.Index!.Name.ShouldBe("t_lower");
        diagnosis.Holder!.Row!.Text("e").ShouldBe("Ann");
    }
}
