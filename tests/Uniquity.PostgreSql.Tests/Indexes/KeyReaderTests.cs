using Uniquity.Indexes;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Indexes;

public class KeyReaderTests : OnPostgreSql
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await RunAsync("""CREATE TABLE users (id int, email text, "Full Name" text, "a,b" int, data jsonb)""");
    }

    [PostgreSqlFact]
    public async Task Columns_are_read_in_any_case_and_quoted()
    {
        (await ReadAsync("ID, email")).ShouldBe([new("id"), new("email")]);
        (await ReadAsync("\"Full Name\",\"a,b\"")).ShouldBe([new("Full Name"), new("a,b")]);
        (await ReadAsync("users.email")).ShouldBe([new("email")]);
    }

    [PostgreSqlFact]
    public async Task Expressions_keep_their_commas_and_are_planned_by_the_server() =>
        (await ReadAsync("lower(email), coalesce(email, 'a,b'), id % 10, data->>'email'")).ShouldBe(
        [
            new("lower(email)", Expression: true), new("coalesce(email, 'a,b')", Expression: true),
            new("id % 10", Expression: true), new("data->>'email'", Expression: true),
        ]);

    [PostgreSqlTheory]
    [InlineData("emial", "public.users has no column emial: did you mean email?")]
    [InlineData("lower(emial)", "The key lower(emial) cannot be read: column \"emial\" does not exist. The columns of public.users are id, email, Full Name, a,b, data.")]
    [InlineData("lower(email", "The key lower(email cannot be read: syntax error at or near \"]\".")]
    [InlineData("data.email", "data.email is a path into data: write it as an expression, --key \"data #>> '{email}'\".")]
    [InlineData("email,", "The key 'email,' has an empty part: name columns of public.users, such as --key id.")]
    [InlineData("now()", "now() is no key: it names no column of public.users. The columns are id, email, Full Name, a,b, data.")]
    public async Task What_is_no_key_is_said_with_the_nearest_right_call(string key, string message) =>
        (await Should.ThrowAsync<UsageException>(async () => await ReadAsync(key))).Message.ShouldBe(message);

    private async Task<IReadOnlyList<KeyPart>> ReadAsync(string key) => await Target.ParseKeyAsync(new("public", "users"), key, None);
}
