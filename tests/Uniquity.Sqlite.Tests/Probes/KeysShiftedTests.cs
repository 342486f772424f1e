using Uniquity.Causes;
using Uniquity.Sqlite.Tests.Conformance;

namespace Uniquity.Sqlite.Tests.Probes;

public sealed class KeysShiftedTests
{
    private const string Steps = "CREATE TABLE steps (id INTEGER PRIMARY KEY, pos INTEGER UNIQUE, name TEXT); INSERT INTO steps VALUES (1, 1, 'a'), (2, 2, 'b'), (3, 3, 'c');";

    [Fact]
    public async Task Keys_shifted_in_one_statement_are_named_for_certain()
    {
        await using var scene = await Scene.Given(Steps);
        var diagnosis = await scene.Refuse("UPDATE steps SET pos = pos + 1");
        var cause = diagnosis.Causes[0];
        (cause.Cause.Code, cause.Confidence).ShouldBe(("UQ207", Confidence.Certain));
        diagnosis.Causes.ShouldNotContain(c => c.Cause.Code == "UQ305");
        (await SqliteConformanceEngine.ShellAsync(scene.Path, cause.Evidence[0].Query!)).ShouldBeEmpty();
        (await SqliteConformanceEngine.ShellAsync(scene.Path, cause.Evidence[1].Query!)).Trim().ShouldBe("2");
    }

    [Theory]
    [InlineData("UPDATE steps SET pos = pos + 1", "2,3,4")]
    [InlineData("UPDATE steps SET pos = pos + 1 WHERE pos >= 2", "1,3,4")]
    [InlineData("UPDATE steps SET pos = CASE id WHEN 1 THEN 2 WHEN 2 THEN 1 END WHERE id IN (1, 2)", "2,1,3")]
    public async Task The_remedy_does_what_the_statement_meant(string statement, string positions)
    {
        await using var scene = await Scene.Given(Steps);
        var cause = (await scene.Refuse(statement)).Causes.Single(c => c.Cause.Code == "UQ207");
        SqliteFile.Execute(scene.Path, string.Join('\n', cause.Remedies[0].Commands.Select(command => command.Text)));
        (await SqliteConformanceEngine.ShellAsync(scene.Path, "SELECT group_concat(pos) FROM (SELECT pos FROM steps ORDER BY id)")).Trim().ShouldBe(positions);
    }

    [Fact]
    public async Task A_plain_index_can_be_taken_away_for_the_transaction()
    {
        await using var scene = await Scene.Given("CREATE TABLE steps (name TEXT); CREATE UNIQUE INDEX \"ux steps\" ON steps (name); INSERT INTO steps VALUES ('a'), ('aa'), ('aaa')");
        var cause = (await scene.Refuse("UPDATE steps SET name = name || 'a';")).Causes.Single(c => c.Cause.Code == "UQ207");
        SqliteFile.Execute(scene.Path, string.Join('\n', cause.Remedies[0].Commands.Select(command => command.Text)));
        (await SqliteConformanceEngine.ShellAsync(scene.Path, "SELECT group_concat(name) FROM steps")).Trim().ShouldBe("aa,aaa,aaaa");
        (await scene.Target.GetUniqueIndexesAsync(null, default)).ShouldHaveSingleItem().Name.ShouldBe("ux steps");
    }

    [Fact]
    public async Task A_result_that_really_collides_is_another_cause()
    {
        await using var scene = await Scene.Given(Steps);
        var diagnosis = await scene.Refuse("UPDATE steps SET pos = pos + 1 WHERE id < 3");
        diagnosis.Causes.ShouldNotContain(c => c.Cause.Code == "UQ207");
        var cause = diagnosis.Causes.Single(c => c.Cause.Code == "UQ305");
        cause.Confidence.ShouldBe(Confidence.Certain);
        (await SqliteConformanceEngine.ShellAsync(scene.Path, cause.Evidence[0].Query!)).Trim().ShouldBe("3|2");
    }

    [Fact]
    public async Task A_plain_update_onto_another_row_is_not_a_shift()
    {
        await using var scene = await Scene.Given(Steps);
        var diagnosis = await scene.Refuse("UPDATE steps SET pos = 3 WHERE id = 1");
        diagnosis.Causes.ShouldNotContain(c => c.Cause.Code == "UQ207");
        diagnosis.Causes.Count(c => c.Cause.Code == "UQ305").ShouldBe(1);
    }

    [Fact]
    public async Task Rows_outside_the_filter_of_a_partial_index_do_not_collide()
    {
        await using var scene = await Scene.Given("CREATE TABLE steps (pos INTEGER, live INTEGER); CREATE UNIQUE INDEX ux ON steps (pos) WHERE live; INSERT INTO steps VALUES (1, 1), (2, 1), (3, 0), (3, 0)");
        (await scene.Refuse("UPDATE steps SET pos = pos + 1 WHERE live")).Causes.ShouldContain(c => c.Cause.Code == "UQ207");
    }

    [Fact]
    public async Task The_collation_of_the_key_decides_what_collides()
    {
        await using var scene = await Scene.Given("CREATE TABLE steps (name TEXT COLLATE NOCASE UNIQUE); INSERT INTO steps VALUES ('a'), ('xA'), ('b')");
        var diagnosis = await scene.Refuse("UPDATE steps SET name = 'x' || name WHERE name = 'a'");
        diagnosis.Causes.ShouldContain(c => c.Cause.Code == "UQ305");
        diagnosis.Causes.ShouldNotContain(c => c.Cause.Code == "UQ207");
    }

    [Fact]
    public async Task A_statement_with_parameters_is_not_checked_and_says_why()
    {
        await using var scene = await Scene.Given(Steps);
        var violation = new Uniquity.Violations.Violation { Engine = "sqlite", Table = "steps", Key = [new("pos", null)] };
        var diagnosis = await new Diagnosing.Diagnoser(scene.Target).DiagnoseAsync(new()
        {
            Reading = Uniquity.Violations.Reading.Empty with { Violations = [violation] },
            Statement = "UPDATE steps SET pos = pos + ?",
        });
        diagnosis.Causes.ShouldNotContain(c => c.Cause.Code == "UQ207");
        diagnosis.NotChecked.ShouldContain(n => n.Cause == "UQ207" && n.Why.Contains("parameters"));
    }
}
