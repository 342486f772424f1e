using Npgsql;

namespace Uniquity.Testing.Engines;

/// <summary>A PostgreSQL for tests: a private, throw-away server, or the one that UNIQUITY_TEST_POSTGRES names.</summary>
/// <remarks>
/// A private server takes about two seconds to start, listens on a free loopback port, trusts everyone (the superuser is
/// <c>postgres</c>), keeps commit timestamps and speaks English. It ends with the process that started it, even when that is
/// killed. Safe for concurrent use, except for stopping and starting.
/// </remarks>
public sealed class PostgreSqlServer : IAsyncDisposable
{
    private static readonly Lazy<Task<PostgreSqlServer>> Shared = new(StartSharedAsync);
    private static int databases;

    private readonly PostgreSqlCluster? cluster;
    private readonly NpgsqlDataSource administration;

    private PostgreSqlServer(string url, PostgreSqlCluster? cluster)
    {
        Url = url;
        this.cluster = cluster;
        // Without a pool: after a restart no call meets a connection that the restart has cut.
        administration = NpgsqlDataSource.Create(PostgreSqlUrl.ToConnectionString(url) + ";Pooling=false");
    }

    /// <summary>The URL of its maintenance database.</summary>
    public string Url { get; }

    /// <summary>The file that the server logs to.</summary>
    /// <exception cref="InvalidOperationException">The server is a given one.</exception>
    public string LogFile => Cluster.LogFile;

    private PostgreSqlCluster Cluster => cluster ?? throw new InvalidOperationException(
        $"The server that {PostgreSqlAvailability.ServerVariable} names is not the tests' to stop, restart or copy.");

    /// <summary>The server that all tests of this process share, started by the first call.</summary>
    /// <exception cref="InvalidOperationException">There is no PostgreSQL; the message says what to install.</exception>
    public static Task<PostgreSqlServer> SharedAsync() => Shared.Value;

    /// <summary>Starts another private server, for tests that need other settings or that stop it.</summary>
    /// <param name="settings">Lines of postgresql.conf over the defaults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or did not start; the message holds its log.</exception>
    public static async Task<PostgreSqlServer> StartAsync(
        IReadOnlyDictionary<string, string>? settings = null, CancellationToken cancellationToken = default) =>
        Of(await PostgreSqlCluster.CreateAsync(settings, cancellationToken));

    /// <summary>Makes an empty database.</summary>
    /// <param name="options">Options of CREATE DATABASE, such as <c>TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'de'</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PostgreSqlDatabase> CreateDatabaseAsync(string options = "", CancellationToken cancellationToken = default)
    {
        var name = $"uniquity_test_{Environment.ProcessId}_{Interlocked.Increment(ref databases)}";
        await ExecuteAsync($"CREATE DATABASE {name} {options}", cancellationToken);
        return new(this, name);
    }

    /// <summary>Makes a hot standby that follows this server.</summary>
    /// <param name="settings">Its own settings, such as <c>recovery_min_apply_delay</c> for one that lags.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<PostgreSqlServer> StartStandbyAsync(
        IReadOnlyDictionary<string, string>? settings = null, CancellationToken cancellationToken = default) =>
        Of(await Cluster.CreateStandbyAsync(settings, cancellationToken));

    /// <summary>The URL of one of its databases, by name.</summary>
    public string UrlOf(string database) => PostgreSqlUrl.WithDatabase(Url, database);

    /// <summary>Stops the server at once, as a crash of its processes would; the next start recovers.</summary>
    public Task StopImmediatelyAsync(CancellationToken cancellationToken = default) => Cluster.StopAsync("immediate", cancellationToken);

    /// <summary>Kills the server with SIGKILL.</summary>
    public Task KillAsync(CancellationToken cancellationToken = default) => Cluster.KillAsync(cancellationToken);

    /// <summary>Starts the server again after it was stopped or killed, under the same URL.</summary>
    public Task StartAgainAsync(CancellationToken cancellationToken = default) => Cluster.StartAsync(cancellationToken);

    /// <summary>Restarts the server in an orderly way; open connections are cut.</summary>
    public async Task RestartAsync(CancellationToken cancellationToken = default)
    {
        await Cluster.StopAsync("fast", cancellationToken);
        await Cluster.StartAsync(cancellationToken);
    }

    /// <summary>What the server has logged so far.</summary>
    public string ReadLog() => Cluster.ReadLog();

    /// <summary>Stops a private server and removes it; leaves a given one alone.</summary>
    public async ValueTask DisposeAsync()
    {
        await administration.DisposeAsync();
        if (cluster is not null) await cluster.DisposeAsync();
    }

    internal async Task DropAsync(string database)
    {
        try
        {
            await ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", CancellationToken.None);
        }
        catch (NpgsqlException failure) when (cluster is not null && failure is not PostgresException)
        {
            // The test left its private server stopped: the database goes with the folder.
        }
    }

    private static PostgreSqlServer Of(PostgreSqlCluster cluster) => new($"postgres://postgres@127.0.0.1:{cluster.Port}/postgres", cluster);

    private static async Task<PostgreSqlServer> StartSharedAsync() =>
        PostgreSqlAvailability.GivenUrl is { } url ? new(url, cluster: null) : await StartAsync();

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var command = administration.CreateCommand(sql);
                await command.ExecuteNonQueryAsync(cancellationToken);
                return;
            }
            catch (PostgresException notYet) when (notYet.SqlState == PostgresErrorCodes.CannotConnectNow && attempt < 300)
            {
                // One killed backend sends the whole server through recovery.
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
        }
    }
}
