using Uniquity.Enforcing;
using Uniquity.MongoDb.Enforcing.Applying;
using Uniquity.MongoDb.Enforcing.Dropping;
using Uniquity.MongoDb.Enforcing.Planning;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Enforcing;

/// <summary>Makes keys unique in MongoDB while the application goes on.</summary>
/// <remarks>
/// What the server can do is asked, and not read from its name: where it has <c>collMod prepareUnique</c>, an index refuses new
/// duplicates before it is unique; elsewhere a unique index is built. Builds run as long as they need. Not safe for concurrent use.
/// </remarks>
public sealed class MongoEnforcer : IEnforcer
{
    private readonly string url;
    private readonly MongoOptions options;
    private readonly TimeProvider clock;
    private readonly MongoSession reader;
    private MongoSession? writer;

    private MongoEnforcer(string url, MongoOptions options, TimeProvider clock, MongoSession reader)
    {
        this.url = url;
        this.options = options;
        this.clock = clock;
        this.reader = reader;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> StatementLog => [.. reader.Log, .. writer?.Log ?? []];

    /// <summary>Connects.</summary>
    /// <param name="url"><c>mongodb://host/database</c> or <c>mongodb+srv://…</c>.</param>
    /// <param name="options">The time limits of what only reads; <see langword="null"/> for the defaults.</param>
    /// <param name="clock">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UsageException">The URL is malformed or names no database.</exception>
    /// <exception cref="TargetException">libmongoc is missing, no server answers, or access is denied.</exception>
    public static async ValueTask<MongoEnforcer> OpenAsync(string url, MongoOptions? options = null, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        options ??= new MongoOptions();
        return new(url, options, clock ?? TimeProvider.System, await MongoSession.OpenAsync(url, options, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<EnforcePlan> PlanAsync(EnforceRequest request, IResolver? resolver, CancellationToken cancellationToken) =>
        (await new EnforcePlanner(reader).PlanAsync(request, resolver, cancellationToken)).Plan;

    /// <inheritdoc/>
    public async ValueTask<EnforceResult> ApplyAsync(EnforcePlan plan, IResolver? resolver, IProgress<EnforceProgress>? progress, CancellationToken cancellationToken)
    {
        var planner = new EnforcePlanner(reader);
        var (now, context) = await planner.PlanAsync(plan.Request, resolver, cancellationToken);
        if (context is null) return new EnforceResult(now, now.AlreadyEnforcedBy!, [], []);
        if (now.IsBlocked) throw new RefusedException($"{now.Groups} keys of {now.Request.Table} are shared by {now.Groups + now.ExcessRows} documents, so {now.Name} cannot be made, and nobody said which of them stay: --keep first (or another policy).");
        return await new EnforceRun(planner, await WriterAsync(now.Request.Table, progress, cancellationToken), context, now, resolver, progress).RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<DropIndexPlan> PlanDropAsync(DropIndexRequest request, CancellationToken cancellationToken) =>
        (await new DropPlanner(reader).PlanAsync(request, cancellationToken)).Plan;

    /// <inheritdoc/>
    public async ValueTask<DropIndexResult> DropAsync(DropIndexPlan plan, IProgress<EnforceProgress>? progress, CancellationToken cancellationToken)
    {
        var (now, plain) = await new DropPlanner(reader).PlanAsync(plan.Request, cancellationToken);
        if (now.Refusal is { } refusal) throw new RefusedException(refusal);
        return await new DropRun(await WriterAsync(now.Request.Table, progress, cancellationToken), now, plain).RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync();
        await reader.DisposeAsync();
    }

    // A build may take hours: --timeout is for what only reads.
    private async Task<IndexWriter> WriterAsync(Indexes.TableName table, IProgress<EnforceProgress>? progress, CancellationToken cancellationToken)
    {
        writer ??= await MongoSession.OpenAsync(url, options with { CommandTimeout = TimeSpan.Zero }, cancellationToken);
        return new(writer, table, progress, clock);
    }
}
