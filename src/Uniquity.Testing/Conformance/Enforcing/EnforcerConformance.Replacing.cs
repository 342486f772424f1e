using Shouldly;
using Uniquity.Enforcing;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.Testing.Conformance.Enforcing;

public abstract partial class EnforcerConformance
{
    [ConformanceFact]
    public async Task An_index_takes_the_place_of_another_and_its_name()
    {
        await Database.ExecuteAsync($"{Users}; CREATE UNIQUE INDEX ux ON users (email); INSERT INTO users (id, email, name) VALUES (1, 'a', 'x'), (2, 'b', 'x')");

        var result = await ApplyAsync(await RequestAsync("users", "email", "name") with { Replace = "ux", Name = "ux" });

        result.Index.ShouldBe("ux");
        (await IndexAsync("users", "ux")).Key.Select(part => part.Part).ShouldBe(["email", "name"]);
        await Database.ExecuteAsync("INSERT INTO users (id, email, name) VALUES (9, 'a', 'y')");
        (await Database.RefusedAsync("INSERT INTO users (id, email, name) VALUES (10, 'a', 'y')")).ShouldNotBeNullOrEmpty();
    }

    [ConformanceFact]
    public async Task What_a_foreign_key_refers_to_is_not_dropped_nor_replaced()
    {
        await Database.ExecuteAsync("CREATE TABLE teams (id integer PRIMARY KEY, code text, town text); CREATE UNIQUE INDEX teams_code ON teams (code); CREATE TABLE players (code text REFERENCES teams (code))");
        (await PlanDropAsync("teams", "teams_code")).Refusal.ShouldNotBeNull().ShouldContain("players");
        (await Should.ThrowAsync<RefusedException>(() => DropAsync("teams", "teams_code"))).Message.ShouldContain("players");
        await Should.ThrowAsync<RefusedException>(async () => await ApplyAsync(await RequestAsync("teams", "town") with { Replace = "teams_code" }));
        (await IndexAsync("teams", "teams_code")).Valid.ShouldBeTrue();
    }

    [ConformanceFact]
    public async Task A_dropped_index_leaves_a_plain_one_where_asked()
    {
        await Database.ExecuteAsync($"{Users}; CREATE UNIQUE INDEX ux ON users (email) WHERE gone IS NULL; INSERT INTO users (id, email) VALUES (1, 'a')");

        var result = await DropAsync("users", "ux", keepPlain: true);

        var plain = result.Plan.PlainName.ShouldNotBeNull();
        (await Database.DumpAsync()).ShouldContain($"CREATE INDEX {plain} ON");
        await Database.ExecuteAsync("INSERT INTO users (id, email) VALUES (9, 'a')");
    }

    [ConformanceFact]
    public async Task Names_that_are_taken_or_not_there_are_told()
    {
        await Database.ExecuteAsync($"{Users}; CREATE UNIQUE INDEX users_by_name ON users (name); CREATE TABLE other (id integer)");
        (await Should.ThrowAsync<RefusedException>(async () => await PlanAsync(await RequestAsync("users", "email") with { Name = "other" }))).Message.ShouldContain("other");
        (await Should.ThrowAsync<UsageException>(() => PlanDropAsync("users", "user_by_name"))).Message.ShouldContain("users_by_name");
        (await Should.ThrowAsync<UsageException>(async () => await PlanAsync(await RequestAsync("users", "email") with { Replace = "user_by_name" }))).Message.ShouldContain("users_by_name");
        (await Should.ThrowAsync<RefusedException>(async () => await PlanAsync(await RequestAsync("users", "lower(email)") with { As = EnforceAs.Constraint }))).Message.ShouldContain("--as index");
    }
}
