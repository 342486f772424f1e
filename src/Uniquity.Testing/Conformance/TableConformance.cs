using Shouldly;
using Uniquity.Indexes;
using Uniquity.Targets;
using Xunit;

namespace Uniquity.Testing.Conformance;

/// <summary>Tables and keys are found as a person types them, and as errors print them.</summary>
public abstract class TableConformance(IConformanceEngine engine) : TargetConformance(engine)
{
    private const string Users = "CREATE TABLE users (id integer PRIMARY KEY, email text, tenant_id integer)";

    [ConformanceTheory]
    [InlineData("users")]
    [InlineData("USERS")]
    [InlineData("\"users\"")]
    public async Task A_table_is_found_as_it_is_typed(string typed) =>
        (await Table(await Given(Users), typed)).Name.ShouldBe("users");

    [ConformanceTheory]
    [InlineData("user")]
    [InlineData("nowhere.users")]
    [InlineData("")]
    [InlineData("users; DROP TABLE users")]
    [InlineData("\"users")]
    [InlineData("'users'")]
    public async Task A_table_that_does_not_exist_is_not_found(string typed)
    {
        var target = await Given(Users);
        (await target.FindTableAsync(typed, default)).ShouldBeNull();
    }

    [ConformanceTheory]
    [ClassData(typeof(HostileNames))]
    public async Task A_name_of_any_spelling_is_found_by_the_argument_for_it(string name)
    {
        var target = await Given($"CREATE TABLE keep (x text); CREATE TABLE {HostileNames.Quote(name)} ({HostileNames.Quote(name)} text)");
        var schema = (await Table(target, "keep")).Schema;
        var table = await Table(target, target.Statements.TableArgument(new TableName(schema, name)));
        table.ShouldBe(new TableName(schema, name));
        var key = await target.ParseKeyAsync(table, target.Statements.KeyArgument([new KeyPart(name)]), default);
        key.ShouldHaveSingleItem().ShouldBe(new KeyPart(name));
    }

    [ConformanceFact]
    public async Task A_key_of_columns_is_read_in_its_order() =>
        (await Key(await Given(Users), "tenant_id, email")).ShouldBe([new KeyPart("tenant_id"), new KeyPart("email")]);

    [ConformanceFact]
    public async Task A_column_in_quotes_is_read() =>
        (await Key(await Given(Users), "\"email\"")).ShouldBe([new KeyPart("email")]);

    [ConformanceFact]
    public async Task Columns_are_read_in_any_case() =>
        (await Key(await Given(Users), "EMAIL")).ShouldBe([new KeyPart("email")]);

    [ConformanceFact]
    public async Task An_expression_is_read_beside_a_column()
    {
        var key = await Key(await Given(Users), "tenant_id, replace(email, ',', '')");
        key.Select(part => part.Expression).ShouldBe([false, true]);
        key[1].Part.ShouldContain("replace");
    }

    [ConformanceTheory]
    [InlineData("emial")]
    [InlineData("\"emial\"")]
    [InlineData("id,emial")]
    [InlineData("lower(emial)")]
    public async Task The_nearest_column_is_named_where_there_is_none(string key)
    {
        var target = await Given(Users);
        var table = await Table(target);
        var error = await Should.ThrowAsync<UsageException>(async () => await target.ParseKeyAsync(table, key, default));
        error.Message.ShouldContain("emial");
        error.Message.ShouldContain("email");
        error.Message.ShouldNotContain("\n");
    }

    [ConformanceTheory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("email,")]
    [InlineData("lower(email")]
    [InlineData("email)")]
    [InlineData("email; DROP TABLE users")]
    [InlineData("lower(email) FROM users; DROP TABLE users; --")]
    [InlineData("nosuchfunction(email)")]
    [InlineData("\"email")]
    [InlineData("'email'")]
    [InlineData("42")]
    [InlineData("email /* open")]
    public async Task A_text_that_is_no_key_is_refused(string key)
    {
        var target = await Given(Users);
        var table = await Table(target);
        var error = await Should.ThrowAsync<UsageException>(async () => await target.ParseKeyAsync(table, key, default));
        error.Message.ShouldNotContain("\n");
    }

    [ConformanceFact]
    public async Task The_target_says_where_it_is()
    {
        var target = await Given(Users);
        var info = await target.DescribeAsync(default);
        info.Engine.ShouldBe(target.Engine);
        info.ReadOnly.ShouldBeTrue();
        info.Version.ShouldNotBeEmpty();
        info.Database.ShouldNotBeNullOrEmpty();
    }

    [ConformanceFact]
    public async Task Statements_are_remembered_in_their_order()
    {
        var target = await Given(Users);
        var table = await Table(target);
        var before = target.StatementLog.Count;
        await target.Facts.CountAsync(table, [], 10, default);
        target.StatementLog.Count.ShouldBeGreaterThan(before);
        target.StatementLog[^1].ShouldContain("users");
    }
}
