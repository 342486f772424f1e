using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>Speaks the MongoDB protocol on a loopback port and hands every command to DocumentDB's SQL functions.</summary>
/// <remarks>For tests: no authentication, no TLS, no compression.</remarks>
internal sealed class Endpoint : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<ClientConnection, Task> clients = new();
    private readonly Task accepting;

    public Endpoint(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString)
        {
            Options = "-c search_path=documentdb_api_catalog,documentdb_api,documentdb_core,public"
                + " -c documentdb_core.enableCollation=on -c client_min_messages=error",
            Pooling = false,
        }.ConnectionString);
        // Built-in types only: documents travel as bytea.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        Source = builder.Build();
        listener.Start(backlog: 512);
        accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public NpgsqlDataSource Source { get; }

    public FaultPlan Faults { get; } = new();

    /// <summary>Open cursors by their id.</summary>
    public ConcurrentDictionary<long, OpenCursor> Cursors { get; } = new();

    /// <summary>Open transactions by session and number.</summary>
    public ConcurrentDictionary<string, OpenTransaction> Transactions { get; } = new(StringComparer.Ordinal);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(clients.Values);
        await Source.DisposeAsync();
        stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client;
            try
            {
                client = await listener.AcceptTcpClientAsync(stopping.Token);
            }
            catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                return;
            }

            var connection = new ClientConnection(this, client);
            clients[connection] = ServeAsync(connection);
        }
    }

    private async Task ServeAsync(ClientConnection connection)
    {
        await Task.Yield();
        await using (connection) await connection.ServeAsync(stopping.Token);
        clients.TryRemove(connection, out _);
    }
}
