using Uniquity.Causes;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Probes;

/// <summary>A dump of INSERTs that psql plays over its own data: one refusal for each row.</summary>
public class RestoredDumpTests : OnCauses
{
    private const string Items = "CREATE TABLE items (id int PRIMARY KEY, name text); INSERT INTO items SELECT n, 'n' || n FROM generate_series(1, 40) n";

    [PostgreSqlFact]
    public async Task A_dump_played_over_its_own_data_is_told_by_the_run_of_refusals()
    {
        await RunAsync(Items);

        var cause = (await DiagnoseTextAsync(Play(Enumerable.Range(5, 9)))).Causes.Single(cause => cause.Cause.Code == "UQ404");

        cause.Confidence.ShouldBe(Confidence.Likely);
        cause.Why.ShouldContain("id 5 to 13");
    }

    [PostgreSqlFact]
    public async Task Ids_that_meet_here_and_there_are_no_dump()
    {
        await RunAsync(Items);

        NotNamed(await DiagnoseTextAsync(Play([5, 9, 20, 33])), "UQ404");
    }

    private static string Play(IEnumerable<int> ids) => string.Join('\n', ids.Select(id =>
        $"psql:dump.sql:{id + 20}: ERROR:  duplicate key value violates unique constraint \"items_pkey\"\nDETAIL:  Key (id)=({id}) already exists."));
}
