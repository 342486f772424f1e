using Shouldly;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Xunit;

namespace Uniquity.Testing.Conformance.Resolving;

/// <summary>What every resolver has to do: whatever goes is in the archive, and an undo brings exactly that back.</summary>
/// <remarks>Each capability has a part of its own. The tables of the archive are no part of what is compared.</remarks>
/// <param name="engine">The engine whose resolver is under test.</param>
public abstract partial class ResolverConformance(IResolverEngine engine) : IAsyncLifetime
{
    private readonly List<IResolver> open = [];

    /// <summary>The database of this test.</summary>
    protected IResolverDatabase Database { get; private set; } = null!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => Database = await engine.CreateAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        foreach (var resolver in open) await resolver.DisposeAsync();
        await Database.DisposeAsync();
    }

    private async Task<IResolver> OpenAsync()
    {
        var resolver = await Database.OpenAsync();
        open.Add(resolver);
        return resolver;
    }

    private async Task<IResolver> Given(params string[] statements)
    {
        foreach (var statement in statements) await Database.ExecuteAsync(statement);
        return await OpenAsync();
    }

    private ResolveRequest Request(string table, string key, string keep = "first", params string[] merge) =>
        new(Database.Table(table), [.. key.Split(',', StringSplitOptions.TrimEntries).Select(part => new KeyPart(part, Expression: part.Contains('(', StringComparison.Ordinal)))], KeepPolicy.Parse(keep))
        {
            Merge = [.. merge.Select(MergeRule.Parse)],
        };

    private async Task<Run> ApplyAsync(IResolver resolver, ResolveRequest request, IProgress<ResolveProgress>? progress = null, CancellationToken cancellationToken = default) =>
        await resolver.ApplyAsync(await PlanAsync(resolver, request), progress, cancellationToken);

    private ValueTask<ResolvePlan> PlanAsync(IResolver resolver, ResolveRequest request) => resolver.PlanAsync(Database.Adapt(request), CancellationToken.None);

    private static Task<UndoResult> UndoAsync(IResolver resolver, Run run, string? group = null) => resolver.UndoAsync(run.Id, group, progress: null, CancellationToken.None).AsTask();

    /// <summary>Applies, looks, undoes: the content is what it was.</summary>
    private async Task<Run> AppliesAndUndoesAsync(IResolver resolver, ResolveRequest request, Func<Task>? between = null)
    {
        var before = await Database.ContentAsync();
        var run = await ApplyAsync(resolver, request);
        run.State.ShouldBe(RunState.Complete);
        (await Database.ContentAsync()).ShouldNotBe(before);
        (await PlanAsync(resolver, request)).Groups.ShouldBe(0);
        if (between is not null) await between();
        var undone = await UndoAsync(resolver, run);
        undone.Left.ShouldBeEmpty();
        undone.Run.State.ShouldBe(RunState.Undone);
        (await Database.ContentAsync()).ShouldBe(before);
        return run;
    }

    private async Task RowsShouldBe(string query, params string[] rows) => (await Database.RowsAsync(query)).ShouldBe(rows, query);
}
