using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Probes;

public class SameNamesTests : OnCauses
{
    private const string TwoTables =
        "CREATE SCHEMA a; CREATE SCHEMA b; CREATE TABLE a.t (id int PRIMARY KEY, v text); CREATE TABLE b.t (id int PRIMARY KEY, v text); INSERT INTO a.t VALUES (5, 'in a'); INSERT INTO b.t VALUES (5, 'in b')";

    [PostgreSqlFact]
    public async Task The_statement_tells_which_of_two_tables_with_one_name_is_meant()
    {
        await RunAsync(TwoTables);
        foreach (var schema in (string[])["a", "b"])
        {
            var diagnosis = await DiagnoseAsync($"INSERT INTO {schema}.t VALUES (5, 'x')");
            diagnosis.Index!.Table.Schema.ShouldBe(schema);
            diagnosis.Holder!.Row!.Text("v").ShouldBe($"in {schema}");
        }
    }

    [PostgreSqlFact]
    public async Task Without_the_statement_the_doubt_is_said()
    {
        await RunAsync(TwoTables);
        (await DiagnoseAsync("INSERT INTO a.t VALUES (5, 'x')", request => request with { Statement = null })).Notes.ShouldContain(note => note.Contains("a.t, b.t", StringComparison.Ordinal));
    }
}
