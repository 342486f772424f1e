using Npgsql;
using Uniquity.Testing.Engines.DocumentDb;

namespace Uniquity.Testing.Engines;

/// <summary>A MongoDB-compatible server for tests: DocumentDB on a private PostgreSQL, or the one that UNIQUITY_TEST_MONGODB names.</summary>
/// <remarks>The private one is gone with the process that started it. Safe for concurrent use, except for stopping and starting.</remarks>
public sealed class MongoDbServer : IAsyncDisposable
{
    private static readonly Lazy<Task<MongoDbServer>> Shared = new(StartSharedAsync);

    private readonly PostgreSqlCluster? cluster;
    private readonly Endpoint? endpoint;

    private MongoDbServer(string url, PostgreSqlCluster? cluster, Endpoint? endpoint)
    {
        Url = url;
        this.cluster = cluster;
        this.endpoint = endpoint;
    }

    /// <summary>Its URL, without a database: <c>mongodb://127.0.0.1:41234/</c>.</summary>
    public string Url { get; }

    private Endpoint Endpoint => endpoint ?? throw NotOurs();

    private PostgreSqlCluster Cluster => cluster ?? throw NotOurs();

    /// <summary>The server that all tests of this process share, started by the first call.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says what to do.</exception>
    public static Task<MongoDbServer> SharedAsync() => Shared.Value;

    /// <summary>Starts another private server, for tests that disturb it.</summary>
    /// <exception cref="InvalidOperationException">DocumentDB is not there, or did not start.</exception>
    public static async Task<MongoDbServer> StartAsync(CancellationToken cancellationToken = default)
    {
        var programs = DocumentDbTree.Programs ?? throw new InvalidOperationException(MongoDbAvailability.Missing);
        var settings = new Dictionary<string, string>
        {
            ["shared_preload_libraries"] = "pg_cron,pg_documentdb_core,pg_documentdb",
            ["cron.database_name"] = "postgres",
            ["documentdb_core.enableCollation"] = "on",
        };
        var started = await PostgreSqlCluster.CreateAsync(settings, programs, cancellationToken);
        try
        {
            var database = PostgreSqlUrl.ToConnectionString($"postgres://postgres@127.0.0.1:{started.Port}/postgres");
            await using (var source = NpgsqlDataSource.Create(database))
            await using (var extension = source.CreateCommand("CREATE EXTENSION documentdb CASCADE"))
            {
                await extension.ExecuteNonQueryAsync(cancellationToken);
            }

            var door = new Endpoint(database);
            return new($"mongodb://127.0.0.1:{door.Port}/", started, door);
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>A name for a database that no other test uses.</summary>
    public static string NewDatabaseName() => $"uniquity_test_{Guid.NewGuid():N}"[..30];

    /// <summary>The URL of one of its databases.</summary>
    public string UrlOf(string database)
    {
        var options = Url.IndexOf('?', StringComparison.Ordinal);
        var server = (options < 0 ? Url : Url[..options]).TrimEnd('/');
        return $"{server}/{database}{(options < 0 ? "" : Url[options..])}";
    }

    /// <summary>Plans a fault for commands to come.</summary>
    public void Plan(Fault fault) => Endpoint.Faults.Add(fault);

    /// <summary>Forgets the faults that have not happened yet.</summary>
    public void ForgetFaults() => Endpoint.Faults.Clear();

    /// <summary>Keeps every write to a collection waiting until the result is disposed; reads go on.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string database, string collection, CancellationToken cancellationToken = default)
    {
        var holder = new NpgsqlConnection(PostgreSqlUrl.ToConnectionString($"postgres://postgres@127.0.0.1:{Cluster.Port}/postgres"));
        await holder.OpenAsync(cancellationToken);
        await using var find = new NpgsqlCommand("SELECT collection_id FROM documentdb_api_catalog.collections WHERE database_name = $1 AND collection_name = $2", holder);
        find.Parameters.Add(new() { Value = database });
        find.Parameters.Add(new() { Value = collection });
        var id = (long)(await find.ExecuteScalarAsync(cancellationToken))!;
        await using var held = new NpgsqlCommand(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"BEGIN; LOCK TABLE documentdb_data.documents_{id} IN EXCLUSIVE MODE"), holder);
        await held.ExecuteNonQueryAsync(cancellationToken);
        return holder;
    }

    /// <summary>Kills the database behind the endpoint with SIGKILL; clients' connections stay and their commands fail.</summary>
    public Task KillAsync(CancellationToken cancellationToken = default) => Cluster.KillAsync(cancellationToken);

    /// <summary>Starts the database again after it was killed, under the same URL; it recovers what was committed.</summary>
    public Task StartAgainAsync(CancellationToken cancellationToken = default) => Cluster.StartAsync(cancellationToken);

    /// <summary>Stops a private server and removes it; leaves a given one alone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (endpoint is not null) await endpoint.DisposeAsync();
        if (cluster is not null) await cluster.DisposeAsync();
    }

    private static InvalidOperationException NotOurs() =>
        new($"The server that {MongoDbAvailability.ServerVariable} names is not the tests' to disturb.");

    private static async Task<MongoDbServer> StartSharedAsync() =>
        MongoDbAvailability.GivenUrl is { } url ? new(url, cluster: null, endpoint: null) : await StartAsync();
}
