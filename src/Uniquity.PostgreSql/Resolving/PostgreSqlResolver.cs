using Npgsql;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Planning;
using Uniquity.PostgreSql.Resolving.Undoing;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Resolving;

/// <summary>Resolves duplicates in PostgreSQL; the archive is in the schema <c>uniquity</c> of the same database.</summary>
/// <remarks>
/// Planning reads on a session that cannot write. Everything else writes on one session of its own, which holds the table's run
/// by an advisory lock: it must not go through a pooler that shares sessions between transactions. Not safe for concurrent use.
/// </remarks>
public sealed class PostgreSqlResolver : IResolver
{
    private readonly NpgsqlConnectionStringBuilder settings;
    private readonly PostgreSqlOptions options;
    private readonly TimeProvider clock;
    private readonly Session reader;
    private WriteSession? writer;

    private PostgreSqlResolver(NpgsqlConnectionStringBuilder settings, PostgreSqlOptions options, TimeProvider clock, Session reader)
    {
        this.settings = settings;
        this.options = options;
        this.clock = clock;
        this.reader = reader;
    }

    /// <summary>The statements run so far.</summary>
    public IReadOnlyList<string> StatementLog => [.. reader.Log, .. writer?.Log ?? []];

    /// <summary>Connects.</summary>
    /// <param name="target">A URL (<c>postgres://user@host/database?sslmode=require</c>) or Npgsql's keywords.</param>
    /// <param name="options">How to ask; <see langword="null"/> for the defaults.</param>
    /// <param name="clock">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="cancellationToken">Gives up connecting.</param>
    /// <exception cref="UsageException">The target cannot be read.</exception>
    /// <exception cref="TargetException">There is no connection; the message is one line with host and database, and no password.</exception>
    public static async Task<PostgreSqlResolver> OpenAsync(string target, PostgreSqlOptions? options, TimeProvider? clock, CancellationToken cancellationToken)
    {
        options ??= new();
        var connection = ConnectionSettings.Read(target, options);
        return new(connection, options, clock ?? TimeProvider.System, await Session.OpenAsync(connection, options, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<ResolvePlan> PlanAsync(ResolveRequest request, CancellationToken cancellationToken) =>
        await Asked(() => new Planner(reader).PlanAsync(request, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<Run> ApplyAsync(ResolvePlan plan, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) =>
        await Asked(async () => await new Applier(reader, await WriterAsync(cancellationToken), clock).ApplyAsync(plan, progress, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Run>> ListRunsAsync(CancellationToken cancellationToken) =>
        await Asked(async () => (IReadOnlyList<Run>)[.. (await new RunStore(await WriterAsync(cancellationToken)).ListAsync(cancellationToken)).Select(record => record.Run)]);

    /// <inheritdoc/>
    public async ValueTask<Run> ResumeAsync(string run, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) =>
        await Asked(async () => await new Applier(reader, await WriterAsync(cancellationToken), clock).ResumeAsync(run, progress, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<UndoResult> UndoAsync(string run, string? group, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) =>
        await Asked(async () => await new Undoer(reader, await WriterAsync(cancellationToken), clock).UndoAsync(run, group, progress, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(string run, CancellationToken cancellationToken) => await Asked(async () =>
    {
        var session = await WriterAsync(cancellationToken);
        var store = new RunStore(session);
        var record = await store.FindAsync(run, cancellationToken);
        if (record.Run.State == RunState.Running) throw new RefusedException($"Run {run} is being worked on: wait for it, or stop it first.");
        await store.HoldAsync(record.Table, record.Run.Table.ToString(), cancellationToken);
        try
        {
            var archive = await store.ArchiveAsync(run, cancellationToken);
            return await session.InTransactionAsync(async () =>
            {
                await store.DropAsync(archive, cancellationToken);
                return true;
            }, [new("client_min_messages", "warning")], cancellationToken);
        }
        finally
        {
            await store.ReleaseAsync(record.Table);
        }
    });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (writer is not null) await writer.DisposeAsync();
        await reader.DisposeAsync();
    }

    private async Task<WriteSession> WriterAsync(CancellationToken cancellationToken) => writer is { IsOpen: true } open ? open : writer = await WriteSession.OpenAsync(settings, options, cancellationToken);

    /// <summary>A refusal of the server or a lost connection becomes one line.</summary>
    private async Task<T> Asked<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.NumericValueOutOfRange)
        {
            throw new RefusedException($"A value does not fit its column: {refused.MessageText}. Where a sum does not, widen the column first, or merge by another rule (max, min, keep).");
        }
        catch (PostgresException refused) when (Refusal.IsMistyped(refused))
        {
            throw new UsageException($"PostgreSQL cannot read the filter, the key or the policy: {refused.MessageText}.", refused);
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
