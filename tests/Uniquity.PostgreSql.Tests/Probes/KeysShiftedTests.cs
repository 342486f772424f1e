using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Probes;

public class KeysShiftedTests : OnCauses
{
    private const string Items = "CREATE TABLE items (id int PRIMARY KEY, pos int CONSTRAINT items_pos UNIQUE, list int); INSERT INTO items SELECT i, i, i % 2 FROM generate_series(1, 5) i";

    [PostgreSqlFact]
    public async Task A_shift_that_ends_well_is_named_and_both_remedies_work()
    {
        await RunAsync(Items);
        var cause = First(await DiagnoseAsync("UPDATE items SET pos = pos + 1 WHERE pos >= 2"), "UQ207");
        await RunAsync(cause.Remedies[0]);
        (await Database.ScalarAsync<long>("SELECT sum(pos) FROM items")).ShouldBe(15 + 4);
        await RunAsync(cause.Remedies[1]);
        await RunAsync("UPDATE items SET pos = pos + 1");
    }

    [PostgreSqlFact]
    public async Task A_shift_onto_a_row_that_stays_is_an_update_onto_another()
    {
        await RunAsync(Items);
        var diagnosis = await DiagnoseAsync("UPDATE items SET pos = pos + 1 WHERE pos = 2");
        NotNamed(diagnosis, "UQ207");
        First(diagnosis, "UQ305");
    }

    [PostgreSqlFact]
    public async Task A_plain_value_is_no_shift()
    {
        await RunAsync(Items);
        NotNamed(await DiagnoseAsync("UPDATE items SET pos = 3 WHERE id = 1"), "UQ207");
    }

    [PostgreSqlFact]
    public async Task Parameters_leave_it_unchecked_with_the_reason()
    {
        await RunAsync(Items);
        var diagnosis = await DiagnoseAsync("UPDATE items SET pos = pos + 1", request => request with { Statement = "UPDATE items SET pos = pos + $1" });
        NotNamed(diagnosis, "UQ207");
        diagnosis.NotChecked.ShouldContain(new Uniquity.Diagnosing.NotChecked("UQ207", "the UPDATE has parameters: give it with their values in --statement"));
    }

    [PostgreSqlFact]
    public async Task What_acts_is_not_run_from_a_text()
    {
        await RunAsync(Items);
        var diagnosis = await DiagnoseAsync("UPDATE items SET pos = pos + 1", request => request with { Statement = "UPDATE items SET pos = pos + 1 WHERE pg_sleep(10) IS NOT NULL" });
        diagnosis.NotChecked.ShouldContain(item => item.Cause == "UQ207" && item.Why.Contains("calls pg_sleep", StringComparison.Ordinal));
    }
}
