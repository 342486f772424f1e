using Uniquity.Resolving;

namespace Uniquity.MongoDb.Tests.Enforcing;

/// <summary>A resolver that deletes the documents that it is told to: the enforcer is under test, and what it asks and when.</summary>
internal sealed class FirstStays(Scene scene, params int[] goes) : IResolver
{
    public List<ResolveRequest> Planned { get; } = [];

    /// <summary>The indexes as they were when it was applied.</summary>
    public List<string> Seen { get; } = [];

    public ValueTask<ResolvePlan> PlanAsync(ResolveRequest request, CancellationToken cancellationToken)
    {
        Planned.Add(request);
        return ValueTask.FromResult(new ResolvePlan
        {
            Request = request,
            Order = "_id",
            Groups = goes.Length,
            Removed = goes.Length,
            Changed = 0,
            Children = [],
            Samples = [],
            Fingerprint = "",
            Statements = ["db.users.deleteMany(…)"],
        });
    }

    public async ValueTask<Run> ApplyAsync(ResolvePlan plan, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        Seen.Add(string.Join(", ", await scene.IndexesAsync()));
        await scene.Run($"{{ delete: 'users', deletes: [{{ q: {{ _id: {{ $in: [{string.Join(", ", goes)}] }} }}, limit: 0 }}] }}");
        var now = DateTimeOffset.UnixEpoch;
        return new Run("r-1", RunState.Complete, plan.Request.Table, ["email"], "first", goes.Length, goes.Length, 0, 0, now, now);
    }

    public ValueTask<IReadOnlyList<Run>> ListRunsAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<Run>>([]);

    public ValueTask<Run> ResumeAsync(string run, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) => throw new InvalidOperationException(run);

    public ValueTask<UndoResult> UndoAsync(string run, string? group, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) => throw new InvalidOperationException(run);

    public ValueTask ForgetAsync(string run, CancellationToken cancellationToken) => throw new InvalidOperationException(run);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
