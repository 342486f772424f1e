using System.Text.Json;
using Shouldly;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Targets;
using Xunit;

namespace Uniquity.Testing.Conformance;

/// <summary>The statements of remedies run, with the names of the scene, and do what they say.</summary>
public abstract class StatementConformance(IConformanceEngine engine) : TargetConformance(engine)
{
    private const string Users = """
        CREATE TABLE users (id integer PRIMARY KEY, email text, deleted_at text, status text, flag integer);
        INSERT INTO users VALUES (1, 'a', NULL, 'live', 0), (2, '', '2026-01-01', 'deleted', 1), (3, '', NULL, NULL, NULL), (4, NULL, NULL, 'live', 0)
        """;

    [ConformanceFact]
    public async Task An_index_that_is_made_refuses_duplicates()
    {
        var target = await Given(Users);
        var key = await Key(target, "email");
        await Run(target.Statements.CreateUniqueIndex(await Table(target), "ux", key, target.Statements.IsNoneOf(key[0], [""]), nullsDistinct: true));
        (await Index(target, "users", "email")).Filter.ShouldNotBeNull();
        await Database.ExecuteAsync("INSERT INTO users (id, email) VALUES (10, NULL), (11, '')");
        await Should.ThrowAsync<Exception>(async () => await Database.ExecuteAsync("INSERT INTO users (id, email) VALUES (12, 'a')"));
    }

    [ConformanceFact]
    public async Task An_index_of_an_expression_and_a_column_can_be_made()
    {
        var target = await Given(Users);
        await Run(target.Statements.CreateUniqueIndex(await Table(target), "ux", await Key(target, "id, lower(email)"), null, nullsDistinct: true));
        (await Index(target, "users", "id", "lower(email)")).Name.ShouldBe("ux");
    }

    [ConformanceFact]
    public async Task An_index_can_be_made_to_count_nulls_as_equal()
    {
        var target = await Given("CREATE TABLE users (id integer, email text); INSERT INTO users VALUES (1, NULL), (1, ''), (1, 'a')");
        await Run(target.Statements.CreateUniqueIndex(await Table(target), "ux", await Key(target, "email"), null, nullsDistinct: false));
        await Should.ThrowAsync<Exception>(async () => await Database.ExecuteAsync("INSERT INTO users VALUES (2, NULL)"));
    }

    [ConformanceFact]
    public async Task An_index_that_is_dropped_is_gone()
    {
        var target = await Given(Users + "; CREATE UNIQUE INDEX ux ON users (id, email)");
        await Run(target.Statements.DropIndex(await Index(target, "users", "id", "email")));
        (await target.GetUniqueIndexesAsync(await Table(target), default)).ShouldNotContain(index => index.Name == "ux");
    }

    [ConformanceFact]
    public async Task A_placeholder_is_cleaned_to_null()
    {
        var target = await Given(Users);
        await Run([target.Statements.SetNull(await Table(target), (await Key(target, "email"))[0], ["", "N/A", "it's"])]);
        (await target.Facts.CountAsync(await Table(target), [new Condition.IsNull(new KeyPart("email"))], 9, default)).Value.ShouldBe(3);
    }

    [ConformanceFact]
    public async Task Rows_of_a_key_are_shown()
    {
        var target = await Given(Users);
        var key = await Key(target, "status, email, lower(email)");
        var shown = await Database.RunInShellAsync(target.Statements.ShowRows(await Table(target), key, ["deleted", "", ""]).Text);
        shown.ShouldContain("2026-01-01");
        (await Database.RunInShellAsync(target.Statements.ShowRows(await Table(target), [key[1]], [null]).Text)).ShouldContain("4");
        (await Database.RunInShellAsync(target.Statements.ShowRows(await Table(target), [new KeyPart("id")], ["1"]).Text)).ShouldContain("live");
    }

    [ConformanceFact]
    public async Task Filters_say_what_they_are_called()
    {
        var target = await Given(Users);
        var writer = target.Statements;
        var email = new KeyPart("email");
        (await Passing(target, writer.IsNull(email))).ShouldBe(1);
        (await Passing(target, writer.IsNotNull(email))).ShouldBe(3);
        (await Passing(target, writer.IsNoneOf(email, ["", "N/A"]))).ShouldBe(1);
        (await Passing(target, writer.And("email = '' OR email = 'a'", "status = 'live'"))).ShouldBe(1);
        (await Passing(target, writer.And(null, writer.IsNull(email)))).ShouldBe(1);
    }

    [ConformanceTheory]
    [InlineData("deleted_at", "\"2026-01-01\"", 3)]
    [InlineData("status", "\"deleted\"", 3)]
    [InlineData("flag", "1", 3)]
    public async Task Live_rows_are_those_that_are_not_deleted(string column, string deleted, int live)
    {
        var target = await Given(Users);
        using var value = JsonDocument.Parse(deleted);
        (await Passing(target, target.Statements.IsLive(new LiveRows(column, value.RootElement)))).ShouldBe(live);
    }

    [ConformanceTheory]
    [ClassData(typeof(HostileNames))]
    public async Task Names_of_any_spelling_are_quoted(string name)
    {
        var quoted = HostileNames.Quote(name);
        var target = await Given($"CREATE TABLE keep (x text); CREATE TABLE {quoted} (id integer, {quoted} text); INSERT INTO {quoted} VALUES (1, 'x'), (2, '-')");
        var table = new TableName((await Table(target, "keep")).Schema, name);
        var part = new KeyPart(name);
        await Run(target.Statements.CreateUniqueIndex(table, name + "_ux", [part], target.Statements.IsNotNull(part), nullsDistinct: true));
        await Run([target.Statements.SetNull(table, part, ["-"])]);
        (await Database.RunInShellAsync(target.Statements.ShowRows(table, [part], ["x"]).Text)).ShouldContain("1");
        (await target.Facts.CountAsync(table, [new Condition.Passes(target.Statements.IsNull(part))], 9, default)).Value.ShouldBe(1);
        await Run(target.Statements.DropIndex((await target.GetUniqueIndexesAsync(table, default)).ShouldHaveSingleItem()));
        (await target.GetUniqueIndexesAsync(table, default)).ShouldBeEmpty();
    }

    [ConformanceFact]
    public async Task Upserts_name_the_arbiter_and_leave_out_what_is_generated()
    {
        var target = await Given(Users + "; CREATE UNIQUE INDEX ux ON users (email) WHERE email <> ''");
        var columns = await target.Facts.GetColumnsAsync(await Table(target), default);
        var index = await Index(target, "users", "email");
        var skip = target.Statements.InsertOrSkip(index, columns).Text;
        skip.ShouldContain("ON CONFLICT (email)");
        skip.ShouldContain("DO NOTHING");
        target.Statements.InsertOrUpdate(index, columns).Text.ShouldContain("status = excluded.status", Case.Insensitive);
    }

    private async Task Run(IReadOnlyList<RemedyCommand> commands)
    {
        commands.ShouldNotBeEmpty();
        foreach (var command in commands)
        {
            command.Language.ShouldBe("sql");
            await Database.ExecuteAsync(command.Text);
        }
    }

    private static async Task<long> Passing(ITarget target, string filter) =>
        (await target.Facts.CountAsync(await Table(target), [new Condition.Passes(filter)], 100, default)).Value;
}
