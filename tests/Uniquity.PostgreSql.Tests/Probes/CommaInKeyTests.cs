using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Probes;

/// <summary>The server joins the values of a key with commas and escapes nothing: the row that truly matches tells how to part them.</summary>
public class CommaInKeyTests : OnCauses
{
    [PostgreSqlTheory]
    [InlineData("x", "y, z")]
    [InlineData("x, y", "z")]
    [InlineData("a, b, c", "d, e")]
    [InlineData(", ", ",")]
    [InlineData("null, x", "y")]
    public async Task The_holder_is_found_wherever_the_comma_stands(string a, string b)
    {
        await RunAsync($"CREATE TABLE t (id int, a text, b text, CONSTRAINT t_ab UNIQUE (a, b)); INSERT INTO t VALUES (1, 'other', 'other'), (7, '{a}', '{b}')");
        var diagnosis = await DiagnoseAsync($"INSERT INTO t VALUES (8, '{a}', '{b}')", request => request with { Statement = null });
        diagnosis.Holder.ShouldNotBeNull().Row.ShouldNotBeNull(Told(diagnosis)).Text("id").ShouldBe("7");
        diagnosis.Violation!.Key.Select(part => part.Value).ShouldBe([a, b]);
    }

    [PostgreSqlFact]
    public async Task Types_rule_readings_out()
    {
        await RunAsync("CREATE TABLE t (id int, label text, n int, kind text, CONSTRAINT t_u UNIQUE (label, n, kind)); INSERT INTO t VALUES (7, '1, 2', 3, '4, 5')");
        var diagnosis = await DiagnoseAsync("INSERT INTO t VALUES (8, '1, 2', 3, '4, 5')", request => request with { Statement = null });
        diagnosis.Violation!.Key.Select(part => part.Value).ShouldBe(["1, 2", "3", "4, 5"]);
        diagnosis.Holder!.Row!.Text("id").ShouldBe("7");
    }

    private const string TwoReadings = "CREATE TABLE t (id int, a text, b text, CONSTRAINT t_ab UNIQUE (a, b)); INSERT INTO t VALUES (1, 'x', 'y, z'), (2, 'x, y', 'z')";

    [PostgreSqlFact]
    public async Task Where_two_readings_are_held_the_doubt_is_said()
    {
        await RunAsync(TwoReadings);
        var diagnosis = await DiagnoseAsync("INSERT INTO t VALUES (8, 'x', 'y, z')", request => request with { Statement = null });
        diagnosis.Notes.ShouldContain(note => note.Contains("another row holds it, too", StringComparison.Ordinal));
    }

    [PostgreSqlFact]
    public async Task The_statement_tells_which_reading_is_meant()
    {
        await RunAsync(TwoReadings);
        foreach (var (values, id) in ((string, string)[])[("'x', 'y, z'", "1"), ("'x, y', 'z'", "2")])
        {
            var diagnosis = await DiagnoseAsync($"INSERT INTO t VALUES (8, {values})");
            diagnosis.Holder!.Row!.Text("id").ShouldBe(id);
            diagnosis.Notes.ShouldBeEmpty();
        }
    }

    [PostgreSqlFact]
    public async Task A_key_that_no_reading_finds_is_said_to_be_held_by_nobody()
    {
        await RunAsync("CREATE TABLE t (a text, b text, CONSTRAINT t_ab UNIQUE (a, b)); INSERT INTO t VALUES ('x', 'y, z')");
        var text = await Psql.RefusedAsync(Database.Url, "INSERT INTO t VALUES ('x', 'y, z')");
        await RunAsync("DELETE FROM t");
        var diagnosis = await DiagnoseTextAsync(text);
        diagnosis.Holder!.Row.ShouldBeNull();
        diagnosis.Notes.ShouldContain(note => note.Contains("nor any other of the 2 ways", StringComparison.Ordinal));
    }
}
