using Uniquity.MongoDb.Tests.Resolving;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Regressions;

/// <summary>A collection may have the name of the archive's and documents of somebody else.</summary>
public sealed class ForeignRunTests
{
    [MongoDbFact]
    public async Task Documents_that_are_no_runs_are_passed_over()
    {
        await using var resolution = await Resolution.Given(
            "{ insert: 'uniquity.runs', documents: [{ k: 'v' }, { _id: 'r-20260101-aaaa', plan: 5, state: null }] }",
            "{ insert: 'users', documents: [{ _id: 1, email: 'a' }, { _id: 2, email: 'a' }] }");
        await using var resolver = await resolution.OpenAsync();
        var run = await resolver.ApplyAsync(await resolver.PlanAsync(Resolution.Request("email"), default), null, default);
        (await resolver.ListRunsAsync(default)).ShouldHaveSingleItem().Id.ShouldBe(run.Id);
        (await Should.ThrowAsync<UsageException>(async () => await resolver.UndoAsync("r-20260101-aaaa", null, null, default))).Message.ShouldContain("There is no run r-20260101-aaaa");
        (await resolver.UndoAsync(run.Id, null, null, default)).Left.ShouldBeEmpty();
    }
}
