using Uniquity.Causes;
using Uniquity.Sqlite.Tests.Conformance;

namespace Uniquity.Sqlite.Tests.Probes;

public sealed class RaisedByTriggerTests
{
    private const string Audited = """
        CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
        CREATE TABLE "audit log" (email TEXT UNIQUE);
        CREATE TRIGGER users_audit AFTER INSERT ON users WHEN new.email <> 'INSERT INTO nothing' BEGIN
            -- one line; per address
            INSERT INTO "audit log" (email) VALUES (new.email);
        END;
        INSERT INTO users VALUES (1, 'a');
        """;

    [Fact]
    public async Task A_trigger_that_raised_it_is_named_for_certain()
    {
        await using var scene = await Scene.Given(Audited);
        var diagnosis = await scene.Refuse("INSERT INTO users VALUES (2, 'a')");
        var cause = diagnosis.Causes.Single(c => c.Cause.Code == "UQ310");
        cause.Confidence.ShouldBe(Confidence.Certain);
        cause.Why.ShouldContain("users_audit");
        (await SqliteConformanceEngine.ShellAsync(scene.Path, cause.Evidence[1].Query!)).ShouldContain("CREATE TRIGGER users_audit");
    }

    [Fact]
    public async Task The_remedy_lets_the_statement_pass()
    {
        await using var scene = await Scene.Given(Audited);
        var cause = (await scene.Refuse("INSERT INTO users VALUES (2, 'a')")).Causes.Single(c => c.Cause.Code == "UQ310");
        SqliteFile.Execute(scene.Path, cause.Remedies[0].Commands[0].Text);
        SqliteFile.Execute(scene.Path, "INSERT INTO users VALUES (2, 'a')");
        (await SqliteConformanceEngine.ShellAsync(scene.Path, "SELECT count(*) FROM users, \"audit log\"")).Trim().ShouldBe("2");
    }

    [Fact]
    public async Task A_statement_on_the_refusing_table_itself_is_not_blamed_on_a_trigger()
    {
        await using var scene = await Scene.Given(Audited);
        (await scene.Refuse("INSERT INTO \"audit log\" VALUES ('a')")).Causes.ShouldNotContain(c => c.Cause.Code == "UQ310");
    }

    [Fact]
    public async Task A_trigger_on_another_event_is_not_blamed()
    {
        await using var scene = await Scene.Given(Audited.Replace("AFTER INSERT", "AFTER DELETE") + "; INSERT INTO \"audit log\" VALUES ('a')");
        var diagnosis = await new Diagnosing.Diagnoser(scene.Target).DiagnoseAsync(new()
        {
            Reading = Uniquity.Violations.Reading.Empty with { Violations = [new() { Engine = "sqlite", Table = "audit log", Key = [new("email", null)] }] },
            Statement = "INSERT INTO users VALUES (2, 'a')",
        });
        diagnosis.Causes.ShouldNotContain(c => c.Cause.Code == "UQ310");
    }

    [Fact]
    public async Task A_chain_of_triggers_is_followed()
    {
        await using var scene = await Scene.Given("""
            CREATE TABLE a (x TEXT); CREATE TABLE b (x TEXT); CREATE TABLE c (x TEXT UNIQUE);
            CREATE TRIGGER a_to_b AFTER UPDATE OF x ON a BEGIN DELETE FROM b; INSERT INTO b VALUES (new.x); END;
            CREATE TRIGGER b_to_c BEFORE INSERT ON b BEGIN INSERT OR ABORT INTO main.c VALUES (new.x); END;
            INSERT INTO a VALUES ('1'); INSERT INTO c VALUES ('2');
            """.Replace("main.c", "c"));
        var cause = (await scene.Refuse("UPDATE a SET x = '2'")).Causes.Single(c => c.Cause.Code == "UQ310");
        cause.Evidence.Count.ShouldBe(3);
        cause.Why.ShouldContain("b_to_c");
    }

    [Fact]
    public async Task A_cascade_that_raised_it_is_named()
    {
        await using var scene = await Scene.Given("""
            CREATE TABLE parents (id INTEGER PRIMARY KEY);
            CREATE TABLE children (parent INTEGER DEFAULT 0 UNIQUE REFERENCES parents (id) ON DELETE SET DEFAULT);
            INSERT INTO parents VALUES (0), (1); INSERT INTO children VALUES (0), (1);
            """);
        var cause = (await scene.Refuse("PRAGMA foreign_keys = ON; DELETE FROM parents WHERE id = 1")).Causes.Single(c => c.Cause.Code == "UQ310");
        cause.Why.ShouldContain("foreign key of children to parents");
        (await SqliteConformanceEngine.ShellAsync(scene.Path, cause.Evidence[1].Query!)).ShouldContain("SET DEFAULT");
    }
}
