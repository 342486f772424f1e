using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    private static readonly string[] OneUser =
    [
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(200) CONSTRAINT users_email_key UNIQUE, name VARCHAR(200))",
        "INSERT INTO users VALUES (1, 'ann@acme.org', 'Ann')",
    ];

    [ConformanceFact]
    public async Task The_same_business_key_again_is_what_remains()
    {
        var diagnosis = await DiagnoseAsync(OneUser, "INSERT INTO users VALUES (2, 'ann@acme.org', 'Another Ann')");
        First(diagnosis, "UQ101", Confidence.Certain);
        diagnosis.Holder!.Row!.Text("name").ShouldBe("Ann");
        diagnosis.Violation!.Key.ShouldHaveSingleItem().Value.ShouldBe("ann@acme.org");
    }

    [ConformanceFact]
    public async Task A_key_that_no_row_holds_any_more_is_not_the_same_key_again()
    {
        await using var database = await engine.CreateAsync();
        foreach (var statement in OneUser) await database.ExecuteAsync(statement);
        var text = await database.RefusedAsync("INSERT INTO users VALUES (2, 'ann@acme.org', 'Another Ann')");
        await database.ExecuteAsync("DELETE FROM users");
        await using var target = await database.OpenAsync();
        var diagnosis = await new Diagnosing.Diagnoser(target).DiagnoseAsync(new() { Reading = Violations.ViolationText.Read(text), Statement = "INSERT INTO users VALUES (2, 'ann@acme.org', 'Another Ann')" });
        NotNamed(diagnosis, "UQ101");
        diagnosis.Holder!.Row.ShouldBeNull();
        diagnosis.Notes.ShouldContain(static note => note.Contains("No row", StringComparison.Ordinal));
    }

    [ConformanceFact]
    public async Task A_table_and_a_value_are_enough_to_ask()
    {
        await using var database = await engine.CreateAsync();
        foreach (var statement in OneUser) await database.ExecuteAsync(statement);
        await using var target = await database.OpenAsync();
        var diagnosis = await new Diagnosing.Diagnoser(target).DiagnoseAsync(new() { On = "users", Key = "email", Value = "ann@acme.org" });
        First(diagnosis, "UQ101", Confidence.Certain);
        diagnosis.Index!.Key.ShouldHaveSingleItem().Part.ShouldBe("email");
    }
}
