using Shouldly;
using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Targets;
using Xunit;

namespace Uniquity.Testing.Conformance.Enforcing;

/// <summary>What every enforcer has to do: afterwards the engine refuses what the plan said, and nothing else is left behind.</summary>
/// <param name="engine">The engine whose enforcer is under test.</param>
public abstract partial class EnforcerConformance(IEnforcerEngine engine) : IAsyncLifetime
{
    private const string Users = "CREATE TABLE users (id integer PRIMARY KEY, email text, name text, gone text)";

    /// <summary>The database of this test.</summary>
    protected IEnforcerDatabase Database { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => Database = await engine.CreateAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Database.DisposeAsync();

    [ConformanceFact]
    public async Task A_plan_changes_nothing_and_its_application_enforces_the_key()
    {
        await Database.ExecuteAsync($"{Users}; INSERT INTO users (id, email) VALUES (1, 'a'), (2, 'b'), (3, NULL), (4, NULL)");
        var before = await Database.DumpAsync();
        var plan = await PlanAsync(await RequestAsync("users", "email"));
        (plan.Groups, plan.Rows, plan.IsBlocked, plan.AlreadyEnforcedBy).ShouldBe((0, 4, false, null));
        plan.Steps.ShouldContain(step => step.Kind == EnforceStepKind.Build);
        (await Database.DumpAsync()).ShouldBe(before);

        var result = await ApplyAsync(await RequestAsync("users", "email"));

        (await IndexAsync("users", result.Index)).Valid.ShouldBeTrue();
        (await Database.RefusedAsync("INSERT INTO users (id, email) VALUES (9, 'a')")).ShouldNotBeNullOrEmpty();
        await Database.ExecuteAsync("INSERT INTO users (id, email) VALUES (9, NULL)");
    }

    [ConformanceFact]
    public async Task Duplicates_stand_in_the_way_until_somebody_says_what_becomes_of_them()
    {
        await Database.ExecuteAsync($"{Users}; INSERT INTO users (id, email) VALUES (1, 'a'), (2, 'a'), (3, 'b')");
        var before = await Database.DumpAsync();
        var plan = await PlanAsync(await RequestAsync("users", "email"));
        (plan.IsBlocked, plan.Groups, plan.ExcessRows).ShouldBe((true, 1, 1));
        plan.Top.ShouldHaveSingleItem().Ids.ShouldBe(["1", "2"]);
        (await Should.ThrowAsync<RefusedException>(async () => await ApplyAsync(await RequestAsync("users", "email")))).Message.ShouldContain("--keep");
        (await Database.DumpAsync()).ShouldBe(before);
    }

    [ConformanceTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Duplicates_are_resolved_first_and_can_be_brought_back(bool guard)
    {
        await Database.ExecuteAsync($"{Users}; INSERT INTO users (id, email, name) VALUES (1, 'a', 'x'), (2, 'a', 'y'), (3, 'b', 'z')");

        var result = await ApplyAsync(await RequestAsync("users", "email") with { Keep = new(KeepKind.Last), Guard = guard });

        result.Runs.ShouldHaveSingleItem().Removed.ShouldBe(1);
        (await CountAsync()).ShouldBe(2);
        (await Database.RefusedAsync("INSERT INTO users (id, email) VALUES (9, 'a')")).ShouldNotBeNullOrEmpty();
        (await Database.DumpAsync()).ShouldNotContain("_guard");
        await Database.ExecuteAsync("DELETE FROM users WHERE id = 2");
        await using var resolver = await Database.OpenResolverAsync();
        (await resolver.UndoAsync(result.Runs[0].Id, group: null, progress: null, CancellationToken.None)).Restored.ShouldBe(1);
    }

    [ConformanceFact]
    public async Task What_is_enforced_already_is_said_and_left()
    {
        await Database.ExecuteAsync($"{Users}; CREATE UNIQUE INDEX ux ON users (name, email)");
        (await PlanAsync(await RequestAsync("users", "email", "name"))).AlreadyEnforcedBy.ShouldBe("ux");
        (await ApplyAsync(await RequestAsync("users", "email", "name"))).Index.ShouldBe("ux");
        (await PlanAsync(await RequestAsync("users", "email"))).AlreadyEnforcedBy.ShouldBeNull();
        (await PlanAsync(await RequestAsync("users", "email", "name") with { Nulls = NullHandling.NotDistinct })).AlreadyEnforcedBy.ShouldBeNull();
        (await PlanAsync(await RequestAsync("users", "email", "name") with { Where = "gone IS NULL" })).AlreadyEnforcedBy.ShouldBe("ux");
    }

    [ConformanceFact]
    public async Task Filter_and_folding_are_part_of_the_index()
    {
        await Database.ExecuteAsync($"{Users}; INSERT INTO users (id, email, gone) VALUES (1, 'Ann', NULL), (2, 'ann', 'x'), (3, 'ANN', 'x')");
        var request = await RequestAsync("users", "email") with { Fold = Folding.Case, Where = "gone IS NULL" };

        await ApplyAsync(request);

        (await Database.RefusedAsync("INSERT INTO users (id, email) VALUES (9, 'aNN')")).ShouldNotBeNullOrEmpty();
        await Database.ExecuteAsync("INSERT INTO users (id, email, gone) VALUES (9, 'aNN', 'x')");
        (await PlanAsync(request)).AlreadyEnforcedBy.ShouldNotBeNull();
        (await PlanAsync(request with { Where = null })).Groups.ShouldBe(1);
    }

    [ConformanceFact]
    public async Task Nulls_are_equal_where_asked_and_left_out_where_asked()
    {
        await Database.ExecuteAsync($"{Users}; INSERT INTO users (id, email) VALUES (1, NULL), (2, NULL), (3, '')");
        var equal = await RequestAsync("users", "email") with { Nulls = NullHandling.NotDistinct };
        (await PlanAsync(equal)).Groups.ShouldBe(1);
        await Database.ExecuteAsync("DELETE FROM users WHERE id = 2");
        await ApplyAsync(equal);
        (await Database.RefusedAsync("INSERT INTO users (id, email) VALUES (9, NULL)")).ShouldNotBeNullOrEmpty();
        (await Database.RefusedAsync("INSERT INTO users (id, email) VALUES (9, '')")).ShouldNotBeNullOrEmpty();
        (await PlanAsync(equal)).AlreadyEnforcedBy.ShouldNotBeNull();

        var skipping = await ApplyAsync(await RequestAsync("users", "name") with { SkipNull = true });
        (await IndexAsync("users", skipping.Index)).Filter.ShouldNotBeNull();
        await Should.ThrowAsync<UsageException>(async () => await PlanAsync(equal with { SkipNull = true }));
    }

    [ConformanceTheory]
    [ClassData(typeof(HostileNames))]
    public async Task Names_are_taken_as_they_are(string name)
    {
        var quoted = HostileNames.Quote(name);
        var index = name.Length > 60 ? name[1..] : name + "!";
        await Database.ExecuteAsync($"CREATE TABLE {quoted} (id integer PRIMARY KEY, {quoted} text); INSERT INTO {quoted} VALUES (1, 'a'), (2, 'a'), (3, 'b')");
        var request = await RequestAsync(quoted, quoted) with { Name = index, Keep = new(KeepKind.First), Guard = true };

        (await ApplyAsync(request)).Index.ShouldBe(index);

        (await Database.RefusedAsync($"INSERT INTO {quoted} VALUES (9, 'a')")).ShouldNotBeNullOrEmpty();
        await DropAsync(quoted, index, keepPlain: true);
        await Database.ExecuteAsync($"INSERT INTO {quoted} VALUES (9, 'a')");
    }

    private async Task<EnforceRequest> RequestAsync(string table, params string[] key)
    {
        await using var target = await Database.OpenAsync();
        var found = (await target.FindTableAsync(table, CancellationToken.None)).ShouldNotBeNull();
        return new(found, await target.ParseKeyAsync(found, string.Join(",", key), CancellationToken.None));
    }

    private async Task<EnforcePlan> PlanAsync(EnforceRequest request)
    {
        await using var enforcer = await Database.OpenEnforcerAsync();
        await using var resolver = await Database.OpenResolverAsync();
        return await enforcer.PlanAsync(request, resolver, CancellationToken.None);
    }

    private async Task<EnforceResult> ApplyAsync(EnforceRequest request)
    {
        await using var enforcer = await Database.OpenEnforcerAsync();
        await using var resolver = await Database.OpenResolverAsync();
        return await enforcer.ApplyAsync(await enforcer.PlanAsync(request, resolver, CancellationToken.None), resolver, progress: null, CancellationToken.None);
    }

    private async Task<DropIndexResult> DropAsync(string table, string name, bool keepPlain = false)
    {
        await using var enforcer = await Database.OpenEnforcerAsync();
        return await enforcer.DropAsync(await PlanDropAsync(table, name, keepPlain), progress: null, CancellationToken.None);
    }

    private async Task<DropIndexPlan> PlanDropAsync(string table, string name, bool keepPlain = false)
    {
        await using var enforcer = await Database.OpenEnforcerAsync();
        await using var target = await Database.OpenAsync();
        var found = (await target.FindTableAsync(table, CancellationToken.None)).ShouldNotBeNull();
        return await enforcer.PlanDropAsync(new(found, name, keepPlain), CancellationToken.None);
    }

    private async Task<UniqueIndex> IndexAsync(string table, string name)
    {
        await using var target = await Database.OpenAsync();
        return (await target.GetUniqueIndexesAsync(await target.FindTableAsync(table, CancellationToken.None), CancellationToken.None)).Single(index => index.Name == name);
    }

    private async Task<int> CountAsync() => int.Parse((await Database.RunInShellAsync("SELECT count(*) FROM users")).Trim(), System.Globalization.CultureInfo.InvariantCulture);
}
