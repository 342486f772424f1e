using System.Text.Json;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Resolving.Planning;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving.Applying;

/// <summary>Begins runs, and goes on with those that were interrupted.</summary>
internal sealed class Applier(MongoSession session, TimeProvider clock)
{
    private readonly RunStore store = new(session, clock);

    /// <summary>Applies a plan.</summary>
    public async Task<Run> ApplyAsync(ResolvePlan plan, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        if (session.Unacknowledged) throw new RefusedException("The URL says w=0, by which the server answers nothing that a resolution could rely on: leave w=0 out.");
        var context = await new ContextBuilder(session).BuildAsync(plan.Request, cancellationToken);
        var policy = string.Join(" ", new[] { plan.Request.Keep.ToString() }.Concat(plan.Request.Merge.Select(rule => rule.ToString())));
        var run = new Run(RunId.New(clock), RunState.Planned, context.Table, [.. context.Key], policy, 0, 0, 0, 0, clock.GetUtcNow(), Ended: null);
        return await PermittedAsync(async () =>
        {
            await using var held = await RunLock.HoldAsync(session, context.Table, run.Id, clock, cancellationToken);
            await store.AddAsync(run, plan, cancellationToken);
            return await new RunLoop(session, store, held, clock, context, run.Id).RunAsync(plan.Fingerprint, progress, cancellationToken);
        });
    }

    /// <summary>Goes on with a run.</summary>
    public async Task<Run> ResumeAsync(string run, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var record = await store.FindAsync(run, cancellationToken);
        return await PermittedAsync(async () =>
        {
            await using var held = await RunLock.HoldAsync(session, record.Run.Table, run, clock, cancellationToken);
            record = await store.FindAsync(run, cancellationToken);
            if (record.Run.Undoing) throw new RefusedException($"An undo of run {run} was begun: go on with it (uniquity undo {run}).");
            if (record.Run.State is RunState.Complete or RunState.Undone or RunState.PartlyUndone) throw new RefusedException($"Run {run} has nothing left to do: it is {Words(record.Run.State)}.");
            var plan = JsonSerializer.Deserialize(record.Plan, ResolveJson.Default.ResolvePlan)!;
            var context = await new ContextBuilder(session).BuildAsync(plan.Request, cancellationToken);
            await store.SetStateAsync(run, record.Listed ? "running" : "planned", ended: false, cancellationToken);
            return await new RunLoop(session, store, held, clock, context, run).RunAsync(plan.Fingerprint, progress, cancellationToken);
        });
    }

    /// <summary>Without an archive nothing is removed.</summary>
    public async Task<T> PermittedAsync<T>(Func<Task<T>> write)
    {
        try
        {
            return await write();
        }
        catch (TargetException fault) when (Stops.IsDenied(fault))
        {
            var user = session.User ?? "USER";
            throw new RefusedException(
                $"{session.User ?? "Nobody without a user"} may not write the archive (collections uniquity.* of {session.Database}), and without it nothing is removed. As an administrator: db.getSiblingDB('{session.Database}').grantRolesToUser('{user}', [{{ role: 'readWrite', db: '{session.Database}' }}])", fault);
        }
    }

    private static string Words(RunState state) => state switch { RunState.Complete => "complete", RunState.Undone => "undone", _ => "partly undone" };
}
