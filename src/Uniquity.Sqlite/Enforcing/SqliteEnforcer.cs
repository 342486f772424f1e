using Uniquity.Enforcing;
using Uniquity.Resolving;
using Uniquity.Sqlite.Connecting;
using Uniquity.Sqlite.Running;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Enforcing;

/// <summary>Makes keys unique in a SQLite file, in one transaction.</summary>
/// <remarks>Plans on a connection that can only read, and opens one that writes when a plan is applied. Not safe for concurrent use.</remarks>
public sealed class SqliteEnforcer : IEnforcer
{
    private readonly SqliteTargetOptions options;
    private readonly SqliteSession reader;
    private WriteConnection? writer;

    private SqliteEnforcer(SqliteTargetOptions options, SqliteSession reader) => (this.options, this.reader) = (options, reader);

    /// <inheritdoc/>
    public IReadOnlyList<string> StatementLog => [.. reader.Log, .. writer?.Session.Log ?? []];

    /// <summary>Opens a file.</summary>
    /// <param name="options">The path and the time limits; building an index is not limited.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TargetException">The file is missing, not a database, encrypted, locked, or cannot be read.</exception>
    public static async ValueTask<SqliteEnforcer> OpenAsync(SqliteTargetOptions options, CancellationToken cancellationToken = default)
    {
        var connection = await Task.Run(() => SqliteOpener.Open(options), cancellationToken);
        return new(options, new SqliteSession(connection, options));
    }

    /// <inheritdoc/>
    public async ValueTask<EnforcePlan> PlanAsync(EnforceRequest request, IResolver? resolver, CancellationToken cancellationToken) =>
        (await new EnforcePlanner(reader).PlanAsync(request, resolver, cancellationToken)).Plan;

    /// <inheritdoc/>
    public async ValueTask<EnforceResult> ApplyAsync(EnforcePlan plan, IResolver? resolver, IProgress<EnforceProgress>? progress, CancellationToken cancellationToken)
    {
        var planner = new EnforcePlanner(reader);
        var (now, wanted, guarded) = await planner.PlanAsync(plan.Request, resolver, cancellationToken);
        if (now.AlreadyEnforcedBy is { } index) return new EnforceResult(now, index, [], []);
        if (now.IsBlocked) throw new RefusedException($"{now.Groups} keys of {now.Request.Table} are shared by {now.Groups + now.ExcessRows} rows, so {now.Name} cannot be made, and nobody said which of them stay: --keep first (or another policy).");
        return await new EnforceRun(planner, await WriterAsync(), wanted, now, now.Request.Replace, guarded, resolver, progress).RunAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<DropIndexPlan> PlanDropAsync(DropIndexRequest request, CancellationToken cancellationToken) => (await new DropPlanner(reader).PlanAsync(request, cancellationToken)).Plan;

    /// <inheritdoc/>
    public async ValueTask<DropIndexResult> DropAsync(DropIndexPlan plan, IProgress<EnforceProgress>? progress, CancellationToken cancellationToken)
    {
        var (now, statements) = await new DropPlanner(reader).PlanAsync(plan.Request, cancellationToken);
        if (now.Refusal is { } refusal) throw new RefusedException(refusal);
        await (await WriterAsync()).RunAsync(statements, cancellationToken);
        return new(now, [.. now.PlainName is { } plain ? (string[])[$"built {plain}, which is not unique"] : [], $"dropped {now.Index.Name}"]);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync();
        await reader.DisposeAsync();
    }

    private async Task<WriteConnection> WriterAsync() => writer ??= await WriteConnection.OpenAsync(options);
}
