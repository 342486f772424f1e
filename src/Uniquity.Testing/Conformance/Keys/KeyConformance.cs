using Shouldly;
using Uniquity.Enforcing;
using Uniquity.Resolving;
using Uniquity.Targets;
using Xunit;

namespace Uniquity.Testing.Conformance.Keys;

/// <summary>What every adapter does with unique keys, whether its engine keeps tables or documents.</summary>
/// <param name="engine">The engine under test.</param>
public abstract partial class KeyConformance(IKeyEngine engine) : IAsyncLifetime
{
    /// <summary>The database of this test.</summary>
    protected IKeyDatabase Database { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => Database = await engine.CreateAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync() => await Database.DisposeAsync();

    [ConformanceFact]
    public async Task A_plan_makes_nothing_and_its_application_makes_the_key_unique()
    {
        await UsersAsync();
        var before = await Database.IndexesAsync();
        var plan = await PlanAsync(await RequestAsync("users", "email"));
        (plan.Groups, plan.Rows, plan.IsBlocked, plan.AlreadyEnforcedBy).ShouldBe((0, 3, false, null));
        plan.Steps.ShouldContain(step => step.Kind == EnforceStepKind.Build && step.Statements.Count > 0);
        (await Database.IndexesAsync()).ShouldBe(before);

        var result = await ApplyAsync(await RequestAsync("users", "email"));

        result.Index.ShouldBe(plan.Name);
        (await Database.InsertAsync("users", 9, "a", "x", null)).ShouldBeFalse();
        (await Database.InsertAsync("users", 9, "z", "x", null)).ShouldBeTrue();
        (await PlanAsync(await RequestAsync("users", "email"))).AlreadyEnforcedBy.ShouldBe(plan.Name);
    }

    [ConformanceFact]
    public async Task Duplicates_stand_in_its_way_and_are_shown()
    {
        await UsersAsync();
        await Database.InsertAsync("users", 4, "a", "y", null);
        var plan = await PlanAsync(await RequestAsync("users", "email"));
        (plan.IsBlocked, plan.Groups, plan.ExcessRows).ShouldBe((true, 1, 1));
        plan.Top.ShouldHaveSingleItem().Ids.ShouldBe(["1", "4"], ignoreOrder: true);
        (await Should.ThrowAsync<RefusedException>(async () => await ApplyAsync(await RequestAsync("users", "email")))).Message.ShouldContain("--keep");
    }

    [ConformanceFact]
    public async Task Rows_outside_the_filter_may_share_the_key()
    {
        await UsersAsync();
        await Database.InsertAsync("users", 4, "a", "y", "gone");
        var live = await RequestAsync("users", "email") with { Where = Database.IsNull("gone").Usual };
        await ApplyAsync(live);
        (await Database.InsertAsync("users", 5, "a", "x", "gone")).ShouldBeTrue();
        (await Database.InsertAsync("users", 6, "a", "x", null)).ShouldBeFalse();
        (await PlanAsync(live)).AlreadyEnforcedBy.ShouldNotBeNull();
        (await PlanAsync(live with { Where = null })).IsBlocked.ShouldBeTrue();
    }

    [ConformanceFact]
    public async Task Nulls_are_left_out_where_asked_and_one_alone_passes_where_asked()
    {
        await UsersAsync();
        await Database.InsertAsync("users", 4, null, "x", null);
        await ApplyAsync(await RequestAsync("users", "email") with { SkipNull = true });
        (await Database.InsertAsync("users", 5, null, "x", null)).ShouldBeTrue();
        (await Database.InsertAsync("users", 6, "a", "x", null)).ShouldBeFalse();
        (await PlanAsync(await RequestAsync("users", "email") with { Nulls = Indexes.NullHandling.NotDistinct })).Groups.ShouldBe(1);
        await Should.ThrowAsync<UsageException>(async () => await PlanAsync(await RequestAsync("users", "email") with { SkipNull = true, Nulls = Indexes.NullHandling.NotDistinct }));
    }

    [ConformanceFact]
    public async Task Another_index_is_replaced_and_goes_last()
    {
        await UsersAsync();
        await Database.IndexAsync("users", "old", null, "email");
        var result = await ApplyAsync(await RequestAsync("users", "email", "name") with { Replace = "old", Name = "new" });
        result.Index.ShouldBe("new");
        (await Database.InsertAsync("users", 8, "a", "another", null)).ShouldBeTrue();
        (await Database.InsertAsync("users", 9, "a", "another", null)).ShouldBeFalse();
        (await Database.IndexesAsync()).ShouldNotContain("old");
        (await Should.ThrowAsync<UsageException>(async () => await PlanAsync(await RequestAsync("users", "email") with { Replace = "newest" }))).Message.ShouldContain("new");
    }

    [ConformanceTheory]
    [ClassData(typeof(HostileNames))]
    public async Task Names_are_taken_as_they_are(string name)
    {
        // No collection has a dollar in its name, and the dots of a path take a field apart.
        var (table, column) = (name.Replace('$', '£'), name.Replace('.', '·'));
        await Database.TableAsync(table, column);
        await Database.InsertAsync(table, 1, "a");
        var index = name.Length > 60 ? name[1..] : name + "!";
        await ApplyAsync(await RequestAsync(table, column) with { Name = index });
        (await Database.InsertAsync(table, 2, "a")).ShouldBeFalse();
        await using (var enforcer = await Database.OpenEnforcerAsync())
        {
            var dropped = (await RequestAsync(table, column)).Table;
            await enforcer.DropAsync(await enforcer.PlanDropAsync(new(dropped, index, KeepPlain: true), CancellationToken.None), progress: null, CancellationToken.None);
        }

        (await Database.InsertAsync(table, 2, "a")).ShouldBeTrue();
    }

    /// <summary>Users with email, name and gone; three of them.</summary>
    private async Task UsersAsync()
    {
        await Database.TableAsync("users", "email", "name", "gone");
        await Database.InsertAsync("users", 1, "a", "x", null);
        await Database.InsertAsync("users", 2, "b", "x", null);
        await Database.InsertAsync("users", 3, "c", "y", null);
    }

    private async Task<EnforceRequest> RequestAsync(string table, params string[] key)
    {
        await using var target = await Database.OpenAsync();
        var found = (await target.FindTableAsync(Database.Spelled(table), CancellationToken.None)).ShouldNotBeNull();
        var parts = new List<Indexes.KeyPart>();
        foreach (var part in key) parts.AddRange(await target.ParseKeyAsync(found, target.Statements.KeyArgument([new(part)]), CancellationToken.None));
        return new(found, parts);
    }

    private async Task<EnforcePlan> PlanAsync(EnforceRequest request)
    {
        await using var enforcer = await Database.OpenEnforcerAsync();
        return await enforcer.PlanAsync(request, resolver: null, CancellationToken.None);
    }

    private async Task<EnforceResult> ApplyAsync(EnforceRequest request)
    {
        await using var enforcer = await Database.OpenEnforcerAsync();
        return await enforcer.ApplyAsync(await enforcer.PlanAsync(request, resolver: null, CancellationToken.None), resolver: null, progress: null, CancellationToken.None);
    }
}
