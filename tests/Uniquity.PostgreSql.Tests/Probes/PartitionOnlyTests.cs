using Uniquity.Causes;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Probes;

public class PartitionOnlyTests : OnCauses
{
    private const string Events = """
        CREATE TABLE events (id int, email text, day int) PARTITION BY LIST (day);
        CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1); CREATE TABLE events_2 PARTITION OF events FOR VALUES IN (2);
        INSERT INTO events VALUES (1, 'a', 1), (2, 'b', 2);
        """;

    [PostgreSqlFact]
    public async Task An_index_of_one_partition_with_the_key_in_another_is_proven()
    {
        await RunAsync(Events + "CREATE UNIQUE INDEX events_1_email ON events_1 (email); INSERT INTO events VALUES (3, 'a', 2)");
        var cause = First(await DiagnoseAsync("INSERT INTO events VALUES (4, 'a', 1)"), "UQ208");
        cause.Evidence[0].Fact.ShouldBe("1 row of other partitions of public.events has the same key, and nothing refused them");
    }

    [PostgreSqlFact]
    public async Task Without_the_key_elsewhere_it_is_likely()
    {
        await RunAsync(Events + "CREATE UNIQUE INDEX events_1_email ON events_1 (email)");
        (await DiagnoseAsync("INSERT INTO events VALUES (4, 'a', 1)")).Causes.ShouldContain(cause => cause.Cause.Code == "UQ208" && cause.Confidence == Confidence.Likely);
    }

    [PostgreSqlFact]
    public async Task An_index_of_the_whole_table_is_not_named()
    {
        await RunAsync(Events + "CREATE UNIQUE INDEX events_key ON events (email, day)");
        var diagnosis = await DiagnoseAsync("INSERT INTO events VALUES (4, 'a', 1)");
        NotNamed(diagnosis, "UQ208");
        diagnosis.Holder!.Row!.Text("id").ShouldBe("1");
    }

    [PostgreSqlFact]
    public async Task A_table_without_partitions_is_not_named()
    {
        await RunAsync("CREATE TABLE t (email text UNIQUE); INSERT INTO t VALUES ('a')");
        NotNamed(await DiagnoseAsync("INSERT INTO t VALUES ('a')"), "UQ208");
    }
}
