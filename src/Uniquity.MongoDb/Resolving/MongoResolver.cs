using Uniquity.MongoDb.Resolving.Applying;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Resolving.Planning;
using Uniquity.MongoDb.Resolving.Undoing;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving;

/// <summary>Resolves duplicates in MongoDB, keeps what it removes in collections <c>uniquity.*</c> of the same database, and takes runs back.</summary>
/// <remarks>
/// Where the server has transactions, a batch is one. Where it has not, a majority of the servers has the archive of a batch before
/// anything changes, each change is made only where the document is as it was read, and a mark follows: a process killed at any moment
/// leaves what the next call can finish. Not safe for concurrent use.
/// </remarks>
public sealed class MongoResolver : IResolver
{
    private readonly string url;
    private readonly MongoOptions options;
    private readonly TimeProvider clock;
    private readonly MongoSession reader;
    private MongoSession? writer;

    private MongoResolver(string url, MongoOptions options, TimeProvider clock, MongoSession reader)
    {
        this.url = url;
        this.options = options;
        this.clock = clock;
        this.reader = reader;
    }

    /// <summary>The commands sent so far; of large ones the name and the collection.</summary>
    public IReadOnlyList<string> StatementLog => [.. reader.Log, .. writer?.Log ?? []];

    /// <summary>Connects.</summary>
    /// <param name="url"><c>mongodb://host/database</c> or <c>mongodb+srv://…</c>.</param>
    /// <param name="options">The time limits of what only reads; <see langword="null"/> for the defaults.</param>
    /// <param name="clock">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UsageException">The URL is malformed or names no database.</exception>
    /// <exception cref="TargetException">libmongoc is missing, no server answers, or access is denied.</exception>
    public static async ValueTask<MongoResolver> OpenAsync(string url, MongoOptions? options = null, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        options ??= new MongoOptions();
        return new(url, options, clock ?? TimeProvider.System, await MongoSession.OpenAsync(url, options, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<ResolvePlan> PlanAsync(ResolveRequest request, CancellationToken cancellationToken) => await new Planner(reader).PlanAsync(request, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<Run> ApplyAsync(ResolvePlan plan, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) =>
        await new Applier(await WriterAsync(cancellationToken), clock).ApplyAsync(plan, progress, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Run>> ListRunsAsync(CancellationToken cancellationToken)
    {
        var records = await new RunStore(reader, clock).ListAsync(cancellationToken);
        if (records.Count == 0) return [];
        var living = await RunLock.LivingAsync(reader, cancellationToken);
        return [.. records.Select(record => record.Run).Select(run => run.State == RunState.Running && !living.Contains(run.Id) ? run with { State = RunState.Interrupted } : run)];
    }

    /// <inheritdoc/>
    public async ValueTask<Run> ResumeAsync(string run, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) =>
        await new Applier(await WriterAsync(cancellationToken), clock).ResumeAsync(run, progress, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<UndoResult> UndoAsync(string run, string? group, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) =>
        await new Undoer(await WriterAsync(cancellationToken), clock).UndoAsync(run, group, progress, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(string run, CancellationToken cancellationToken)
    {
        var session = await WriterAsync(cancellationToken);
        var store = new RunStore(session, clock);
        var record = await store.FindAsync(run, cancellationToken);
        await new Applier(session, clock).PermittedAsync(async () =>
        {
            await using var held = await RunLock.HoldAsync(session, record.Run.Table, run, clock, cancellationToken);
            await store.DropAsync(run, cancellationToken);
            return true;
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync();
        await reader.DisposeAsync();
    }

    // A pass over a large collection takes what it takes: --timeout is for what only reads.
    private async Task<MongoSession> WriterAsync(CancellationToken cancellationToken) =>
        writer ??= await MongoSession.OpenAsync(url, options with { CommandTimeout = TimeSpan.Zero }, cancellationToken);
}
