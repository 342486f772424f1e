using Npgsql;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Enforcing;
using Uniquity.PostgreSql.Resolving;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Enforcing;

/// <summary>A database, and an enforcer with its resolver on it.</summary>
internal sealed class Enforcement : IAsyncDisposable
{
    private Enforcement(PostgreSqlDatabase database) => Database = database;

    public PostgreSqlDatabase Database { get; }

    public static async Task<Enforcement> OfAsync(params string[] setup)
    {
        var database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        foreach (var statement in setup) await database.ExecuteAsync(statement);
        return new(database);
    }

    public static EnforceRequest Request(string table, params string[] key) => new(new("public", table), [.. key.Select(part => new KeyPart(part, part.Contains('(')))]);

    public Task<EnforcePlan> PlanAsync(EnforceRequest request) => WithAsync(async (enforcer, resolver) => await enforcer.PlanAsync(request, resolver, default), Database.Url);

    /// <summary>Plans and applies.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="afterResolving">Runs when the duplicates are resolved, before the index is built.</param>
    /// <param name="cancellation">Stops it.</param>
    public Task<EnforceResult> ApplyAsync(EnforceRequest request, Func<Task>? afterResolving = null, CancellationToken cancellation = default) => WithAsync(async (enforcer, resolver) =>
    {
        var interrupted = afterResolving is null ? resolver : new Interrupted(resolver, afterResolving);
        return await enforcer.ApplyAsync(await enforcer.PlanAsync(request, interrupted, default), interrupted, progress: null, cancellation);
    }, Database.Url);

    public Task<DropIndexPlan> PlanDropAsync(string table, string name, bool keepPlain = false) =>
        WithAsync(async (enforcer, _) => await enforcer.PlanDropAsync(new(new("public", table), name, keepPlain), default), Database.Url);

    public Task<DropIndexResult> DropAsync(string table, string name, bool keepPlain = false) => WithAsync(async (enforcer, _) =>
        await enforcer.DropAsync(await enforcer.PlanDropAsync(new(new("public", table), name, keepPlain), default), progress: null, default), Database.Url);

    /// <summary>Opens both for the time of some work.</summary>
    public static async Task<T> WithAsync<T>(Func<IEnforcer, IResolver, Task<T>> work, string url)
    {
        var options = new PostgreSqlOptions { StatementTimeout = TimeSpan.FromSeconds(5) };
        await using var resolver = await PostgreSqlResolver.OpenAsync(url, options, clock: null, default);
        await using var enforcer = await PostgreSqlEnforcer.OpenAsync(url, options, clock: null, default);
        return await work(enforcer, resolver);
    }

    /// <summary>The indexes of a table as they are written, in order, without its primary key.</summary>
    public async Task<string> IndexesAsync(string table) => await Database.ScalarAsync<string>(
        $"SELECT coalesce(string_agg(indexdef, E'\\n' ORDER BY indexname), '') FROM pg_indexes WHERE schemaname = 'public' AND tablename = '{table}' AND indexname !~ 'pkey$'") ?? "";

    /// <summary>Everything that a guard is made of.</summary>
    public Task<long> GuardsAsync() => Database.ScalarAsync<long>("""
        SELECT (SELECT count(*) FROM pg_trigger WHERE tgname = 'uniquity_guard') + (SELECT count(*) FROM pg_proc WHERE proname LIKE 'guard\_%')
          + (SELECT count(*) FROM pg_class WHERE relname ~ '^guard_[0-9]+_marks' OR relname ~ '_uniquity_guard$')
        """);

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    /// <summary>Runs a statement on a connection of its own.</summary>
    public async Task<string> TryAsync(string sql)
    {
        try
        {
            await Database.ExecuteAsync(sql);
            return "00000";
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
    }

    private sealed class Interrupted(IResolver inner, Func<Task> after) : IResolver
    {
        public ValueTask<ResolvePlan> PlanAsync(ResolveRequest request, CancellationToken cancellationToken) => inner.PlanAsync(request, cancellationToken);

        public async ValueTask<Run> ApplyAsync(ResolvePlan plan, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken)
        {
            var run = await inner.ApplyAsync(plan, progress, cancellationToken);
            await after();
            return run;
        }

        public ValueTask<IReadOnlyList<Run>> ListRunsAsync(CancellationToken cancellationToken) => inner.ListRunsAsync(cancellationToken);

        public ValueTask<Run> ResumeAsync(string run, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) => inner.ResumeAsync(run, progress, cancellationToken);

        public ValueTask<UndoResult> UndoAsync(string run, string? group, IProgress<ResolveProgress>? progress, CancellationToken cancellationToken) => inner.UndoAsync(run, group, progress, cancellationToken);

        public ValueTask ForgetAsync(string run, CancellationToken cancellationToken) => inner.ForgetAsync(run, cancellationToken);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
