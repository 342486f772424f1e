using System.Text.Json;
using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Planning;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>Applies plans, and goes on with runs that were interrupted.</summary>
internal sealed class Applier(Session reader, WriteSession writer, TimeProvider clock)
{
    private readonly RunStore store = new(writer);
    private readonly Retry retry = new(clock);

    /// <summary>Applies a plan.</summary>
    public async Task<Run> ApplyAsync(ResolvePlan plan, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var context = await new ContextBuilder(reader).BuildAsync(plan.Request, cancellationToken);
        await Permissions.CheckAsync(writer, context.Graph, cancellationToken);
        await store.CreateAsync(cancellationToken);
        var table = context.Graph.Root;
        await store.HoldAsync(table.Oid, table.Name.ToString(), cancellationToken);
        try
        {
            var archive = await RecordAsync(plan, context, cancellationToken);
            return await new RunLoop(writer, store, retry, clock, context, archive).RunAsync(plan.Fingerprint, progress, cancellationToken);
        }
        finally
        {
            await store.ReleaseAsync(table.Oid);
        }
    }

    /// <summary>Goes on with a run.</summary>
    public async Task<Run> ResumeAsync(string run, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
    {
        var record = await store.FindAsync(run, cancellationToken);
        await store.HoldAsync(record.Table, record.Run.Table.ToString(), cancellationToken);
        try
        {
            record = await store.FindAsync(run, cancellationToken);
            if (record.Undoing) throw new RefusedException($"An undo of run {run} was begun: go on with it (uniquity undo {run}).");
            if (record.Run.State is RunState.Complete or RunState.Undone or RunState.PartlyUndone) throw new RefusedException($"Run {run} has nothing left to do: it is {Words(record.Run.State)}.");
            var plan = JsonSerializer.Deserialize(record.Plan, ResolveJson.Default.ResolvePlan)!;
            var context = await new ContextBuilder(reader).BuildAsync(plan.Request, cancellationToken);
            await Permissions.CheckAsync(writer, context.Graph, cancellationToken);
            var archive = await store.ArchiveAsync(run, cancellationToken);
            CheckUnchanged(archive, RunArchive.For(run, context.Graph, context.Merge.Any));
            await store.TakeAsync(run, record.Total == 0 ? "planned" : "running", cancellationToken);
            return await new RunLoop(writer, store, retry, clock, context, archive).RunAsync(plan.Fingerprint, progress, cancellationToken);
        }
        finally
        {
            await store.ReleaseAsync(record.Table);
        }
    }

    /// <summary>Records the run and makes its archive, before anything else: from here on the run is known.</summary>
    private async Task<RunArchive> RecordAsync(ResolvePlan plan, ResolveContext context, CancellationToken cancellationToken)
    {
        var id = RunId.New(clock);
        var archive = RunArchive.For(id, context.Graph, context.Merge.Any);
        var policy = string.Join(" ", new[] { plan.Request.Keep.ToString() }.Concat(plan.Request.Merge.Select(rule => rule.ToString())));
        var run = new Run(id, RunState.Planned, plan.Request.Table, [.. plan.Request.Key.Select(part => part.Part)], policy, 0, 0, 0, 0, clock.GetUtcNow(), Ended: null);
        await retry.RunAsync(() => writer.InTransactionAsync(async () =>
        {
            await store.AddAsync(new(run, context.Graph.Root.Oid, JsonSerializer.Serialize(plan, ResolveJson.Default.ResolvePlan), 0, 0, 0, Since: null, Undoing: false), policy, cancellationToken);
            for (var n = 0; n < archive.Tables.Count; n++)
            {
                var table = archive.Tables[n];
                foreach (var statement in ArchiveDdl.Create(table, context.Graph.Tables[table.Table], id)) await writer.ExecuteAsync(statement, cancellationToken);
                await store.AddAsync(id, n + 1, table, cancellationToken);
            }

            return true;
        }, [], cancellationToken), refused: null, cancellationToken);
        return archive;
    }

    private static void CheckUnchanged(RunArchive made, RunArchive needed)
    {
        static string Shape(ArchiveTable table) => $"{table.Kind} {table.Table} ({string.Join(", ", table.Columns)}) ({string.Join(", ", table.Moved)})";
        if (!made.Tables.Select(Shape).SequenceEqual(needed.Tables.Select(Shape)))
            throw new RefusedException($"The tables or their foreign keys were changed since run {made.Run} began, and its archive does not fit them: undo it (uniquity undo {made.Run}) and resolve anew.");
    }

    private static string Words(RunState state) => state switch { RunState.Complete => "complete", RunState.Undone => "undone", _ => "partly undone" };
}
