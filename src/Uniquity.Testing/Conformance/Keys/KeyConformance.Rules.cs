using Shouldly;
using Uniquity.Checking;
using Uniquity.Targets;
using Xunit;

namespace Uniquity.Testing.Conformance.Keys;

public abstract partial class KeyConformance
{
    [ConformanceFact]
    public async Task A_rule_that_an_index_holds_is_no_drift_whatever_its_spelling()
    {
        await UsersAsync();
        var (usual, other) = Database.IsNull("gone");
        await Database.IndexAsync("users", "live", usual, IKeyDatabase.Descending + "email", "name");
        var report = await CheckAsync(Wanted("name", "email") with { Where = other });
        report.Drift.ShouldBeFalse();
        report.Held.ShouldHaveSingleItem().Note.ShouldNotBeNull().ShouldContain("(email, name)");
        (await CheckAsync(Wanted("email", "name") with { Where = usual })).Held.ShouldHaveSingleItem().Note.ShouldBeNull();
        (await CheckAsync(Wanted("email", "name"))).Different.ShouldHaveSingleItem().Differences.ShouldHaveSingleItem().What.ShouldBe("filter");
        (await CheckAsync(Wanted("email", "name") with { Where = usual, Name = "other" })).Different.ShouldHaveSingleItem().Differences.ShouldBe([new Difference("name", "other", "live")]);
    }

    [ConformanceFact]
    public async Task What_no_index_enforces_is_missing_and_what_breaks_it_is_counted()
    {
        await UsersAsync();
        await Database.InsertAsync("users", 4, "a", "y", "gone");
        var report = await CheckAsync(Wanted("email"));
        report.Missing.ShouldHaveSingleItem().Why.ShouldContain("no unique index is on");
        report.Missing[0].CanBeBuilt.ShouldBeTrue();
        (report.Violated.ShouldHaveSingleItem().Report.Groups, report.Violated[0].Report.ExcessRows).ShouldBe((1, 1));
        (await CheckAsync(Wanted("email") with { Where = Database.IsNull("gone").Usual })).Violated.ShouldBeEmpty();
    }

    [ConformanceFact]
    public async Task An_index_that_no_rule_wants_is_extra_and_the_identity_is_not()
    {
        await UsersAsync();
        await Database.IndexAsync("users", "ux", null, "email");
        await Database.IndexAsync("users", "un", null, "email", "name");
        (await CheckAsync(Wanted("email"))).Extra.ShouldHaveSingleItem().Name.ShouldBe("un");
        (await CheckAsync(Wanted("email"), Wanted("email", "name"))).Drift.ShouldBeFalse();
        (await CheckAsync(Wanted("email"), Wanted("email", "gone"))).Missing.ShouldHaveSingleItem().Why.ShouldContain("ux on (email) is stricter");
    }

    [ConformanceFact]
    public async Task What_is_not_there_is_told_with_the_nearest_name()
    {
        await UsersAsync();
        await Database.IndexAsync("users", "ux", null, "email");
        var report = await CheckAsync(Wanted("email"), Wanted("emial"), Wanted("email") with { On = "usres" });
        report.Held.Count.ShouldBe(1);
        report.Missing.ShouldAllBe(missing => !missing.CanBeBuilt);
        report.Missing[0].Why.ShouldContain("email");
        report.Missing[1].Why.ShouldContain("did you mean users?");
    }

    [ConformanceFact]
    public async Task The_same_rule_twice_is_refused()
    {
        await UsersAsync();
        var (usual, other) = Database.IsNull("gone");
        var said = await Should.ThrowAsync<UsageException>(() => CheckAsync(
            Wanted("email", "name") with { Place = "r:1", Where = usual }, Wanted("name", "email") with { Place = "r:4", Where = other, Conflict = RuleConflict.Expected }));
        said.Message.ShouldStartWith("r:4: this rule is the one at r:1 again");
    }

    [ConformanceTheory]
    [ClassData(typeof(HostileNames))]
    public async Task The_rules_of_a_database_hold_there(string name)
    {
        var (table, column) = (name.Replace('$', '£'), name.Replace('.', '·'));
        await Database.TableAsync(table, column, "other");
        await Database.InsertAsync(table, 1, "a", "b");
        await Database.IndexAsync(table, "u" + name[1..], null, column, IKeyDatabase.Descending + "other");
        await Database.IndexAsync(table, "partial", Database.IsNull(column).Usual, "other");
        await using var target = await Database.OpenAsync();
        var rules = (await LiveRules.ReadAsync(target, null, CancellationToken.None)).Select(rule => rule.Rule).OfType<Rule>().ToList();
        var report = await CheckAsync([.. rules]);
        (report.Held.Count, report.Drift).ShouldBe((2, false));
    }

    private Rule Wanted(params string[] key) => new() { On = Database.Spelled("users"), Key = [.. key.Select(Database.Spelled)] };

    private async Task<CheckReport> CheckAsync(params Rule[] rules)
    {
        await using var target = await Database.OpenAsync();
        return await new RuleChecker(target).CheckAsync(rules, new(), null, CancellationToken.None);
    }
}
