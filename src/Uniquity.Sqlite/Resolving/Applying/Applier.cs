using System.Text.Json;
using Uniquity.Resolving;
using Uniquity.Sqlite.Resolving.Archiving;
using Uniquity.Sqlite.Resolving.Planning;
using Uniquity.Sqlite.Running;

namespace Uniquity.Sqlite.Resolving.Applying;

/// <summary>Applies plans, and goes on with runs that were interrupted.</summary>
internal sealed class Applier(SqliteSession session, TimeProvider clock)
{
    private readonly RunStore store = new(session, clock);
    private readonly Retry retry = new(clock);

    /// <summary>Applies a plan.</summary>
    public async Task<Run> ApplyAsync(ResolvePlan plan, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var context = await new ContextBuilder(session).BuildAsync(plan.Request, cancellationToken);
        await using var held = new RunLock(session, store);
        await held.HoldAsync(context.Graph.Root.Name, clock, cancellationToken);
        var archive = await RecordAsync(plan, context, cancellationToken);
        return await new RunLoop(session, store, clock, context, archive).RunAsync(plan.Fingerprint, progress, cancellationToken);
    }

    /// <summary>Goes on with a run.</summary>
    public async Task<Run> ResumeAsync(string run, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var record = await store.FindAsync(run, cancellationToken);
        await using var held = new RunLock(session, store);
        await held.HoldAsync(record.Run.Table, clock, cancellationToken);
        record = await store.FindAsync(run, cancellationToken);
        if (record.Run.Undoing) throw new RefusedException($"An undo of run {run} was begun: go on with it (uniquity undo {run}).");
        if (record.Run.State is RunState.Complete or RunState.Undone or RunState.PartlyUndone) throw new RefusedException($"Run {run} has nothing left to do: it is {Words(record.Run.State)}.");
        var plan = JsonSerializer.Deserialize(record.Plan, ResolveJson.Default.ResolvePlan)!;
        var context = await new ContextBuilder(session).BuildAsync(plan.Request, cancellationToken);
        var archive = await store.ArchiveAsync(run, cancellationToken);
        CheckUnchanged(archive, RunArchive.For(run, context));
        await retry.RunAsync(async () =>
        {
            await store.TakeAsync(run, record.Listed ? "running" : "planned", cancellationToken);
            return true;
        }, cancellationToken);
        return await new RunLoop(session, store, clock, context, archive).RunAsync(plan.Fingerprint, progress, cancellationToken);
    }

    /// <summary>Records the run and makes its archive, before anything else: from here on the run is known.</summary>
    private async Task<RunArchive> RecordAsync(ResolvePlan plan, ResolveContext context, CancellationToken cancellationToken)
    {
        var id = RunId.New(clock);
        var archive = RunArchive.For(id, context);
        var policy = string.Join(" ", new[] { plan.Request.Keep.ToString() }.Concat(plan.Request.Merge.Select(rule => rule.ToString())));
        var run = new Run(id, RunState.Planned, context.Graph.Root.Name, [.. plan.Request.Key.Select(part => part.Part)], policy, 0, 0, 0, 0, clock.GetUtcNow(), Ended: null);
        return await retry.RunAsync(() => session.WritingAsync(async () =>
        {
            await store.AddAsync(run, JsonSerializer.Serialize(plan, ResolveJson.Default.ResolvePlan), archive, cancellationToken);
            return archive;
        }, cancellationToken), cancellationToken);
    }

    private static void CheckUnchanged(RunArchive made, RunArchive needed)
    {
        static string Shape(ArchiveTable table) => $"{table.Kind} {table.Table} ({string.Join(", ", table.Columns)}) ({string.Join(", ", table.Changed)})";
        if (!made.Tables.Select(Shape).SequenceEqual(needed.Tables.Select(Shape)))
            throw new RefusedException($"The tables or their foreign keys were changed since run {made.Run} began, and its archive does not fit them: undo it (uniquity undo {made.Run}) and resolve anew.");
    }

    private static string Words(RunState state) => state switch { RunState.Complete => "complete", RunState.Undone => "undone", _ => "partly undone" };
}
