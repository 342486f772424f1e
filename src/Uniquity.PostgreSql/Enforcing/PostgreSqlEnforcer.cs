using Npgsql;
using Uniquity.Enforcing;
using Uniquity.PostgreSql.Enforcing.Applying;
using Uniquity.PostgreSql.Enforcing.Dropping;
using Uniquity.PostgreSql.Enforcing.Planning;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Enforcing;

/// <summary>Makes keys unique in PostgreSQL while the application goes on.</summary>
/// <remarks>
/// Works on a session of its own, which holds the table by an advisory lock: it must not go through a pooler that shares sessions
/// between transactions. Planning makes an empty temporary table and rolls it back. Not safe for concurrent use.
/// </remarks>
public sealed class PostgreSqlEnforcer : IEnforcer
{
    private readonly NpgsqlConnectionStringBuilder settings;
    private readonly PostgreSqlOptions options;
    private readonly TimeProvider clock;
    private readonly Session reader;
    private WriteSession? writer;

    private PostgreSqlEnforcer(NpgsqlConnectionStringBuilder settings, PostgreSqlOptions options, TimeProvider clock, Session reader)
    {
        this.settings = settings;
        this.options = options;
        this.clock = clock;
        this.reader = reader;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> StatementLog => [.. reader.Log, .. writer?.Log ?? []];

    /// <summary>Connects.</summary>
    /// <param name="target">A URL (<c>postgres://user@host/database?sslmode=require</c>) or Npgsql's keywords.</param>
    /// <param name="options">How to ask; <see langword="null"/> for the defaults. A build waits for the transactions of others as long as a statement may run.</param>
    /// <param name="clock">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="cancellationToken">Gives up connecting.</param>
    /// <exception cref="UsageException">The target cannot be read.</exception>
    /// <exception cref="TargetException">There is no connection; the message is one line with host and database, and no password.</exception>
    public static async Task<PostgreSqlEnforcer> OpenAsync(string target, PostgreSqlOptions? options, TimeProvider? clock, CancellationToken cancellationToken)
    {
        options ??= new();
        var connection = ConnectionSettings.Read(target, options);
        return new(connection, options, clock ?? TimeProvider.System, await Session.OpenAsync(connection, options, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<EnforcePlan> PlanAsync(EnforceRequest request, IResolver? resolver, CancellationToken cancellationToken) =>
        await Asked(async () => (await new EnforcePlanner(reader, await WriterAsync(cancellationToken)).PlanAsync(request, resolver, cancellationToken)).Plan);

    /// <inheritdoc/>
    public async ValueTask<EnforceResult> ApplyAsync(EnforcePlan plan, IResolver? resolver, IProgress<EnforceProgress>? progress, CancellationToken cancellationToken) => await Asked(async () =>
    {
        var session = await WriterAsync(cancellationToken);
        var planner = new EnforcePlanner(reader, session);
        var (now, context) = await planner.PlanAsync(plan.Request, resolver, cancellationToken);
        if (now.AlreadyEnforcedBy is { } index) return new EnforceResult(now, index, [], []);
        if (now.IsBlocked) throw new RefusedException($"{now.Groups} keys of {now.Request.Table} are shared by {now.Groups + now.ExcessRows} rows, so {now.Name} cannot be made, and nobody said which of them stay: --keep first (or another policy).");
        return await new EnforceRun(planner, Indexing(session, progress), context, now, resolver, progress).RunAsync(cancellationToken);
    });

    /// <inheritdoc/>
    public async ValueTask<DropIndexPlan> PlanDropAsync(DropIndexRequest request, CancellationToken cancellationToken) =>
        await Asked(async () => (await new DropPlanner(reader).PlanAsync(request, cancellationToken)).Plan);

    /// <inheritdoc/>
    public async ValueTask<DropIndexResult> DropAsync(DropIndexPlan plan, IProgress<EnforceProgress>? progress, CancellationToken cancellationToken) => await Asked(async () =>
    {
        var session = await WriterAsync(cancellationToken);
        var (now, dropped, table) = await new DropPlanner(reader).PlanAsync(plan.Request, cancellationToken);
        if (now.Refusal is { } refusal) throw new RefusedException(refusal);
        return await new DropRun(Indexing(session, progress), now, dropped, table).RunAsync(cancellationToken);
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync();
        await reader.DisposeAsync();
    }

    private IndexSession Indexing(WriteSession session, IProgress<EnforceProgress>? progress) => new(reader, session, clock, options.StatementTimeout, progress);

    private async Task<WriteSession> WriterAsync(CancellationToken cancellationToken) => writer is { IsOpen: true } open ? open : writer = await WriteSession.OpenAsync(settings, options, cancellationToken);

    /// <summary>A refusal of the server or a lost connection becomes one line.</summary>
    private async Task<T> Asked<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PostgresException refused) when (Refusal.IsMistyped(refused))
        {
            throw new UsageException($"PostgreSQL cannot read the filter or the key: {refused.MessageText}.", refused);
        }
        catch (PostgresException refused)
        {
            throw new TargetException($"PostgreSQL at {reader.Address} refused: {Refusal.Explain(refused, options.StatementTimeout)}.", refused);
        }
        catch (NpgsqlException lost)
        {
            throw new TargetException($"The connection to PostgreSQL at {reader.Address} was lost: {lost.Message.ReplaceLineEndings(" ")}", lost);
        }
    }
}
