using System.Net.Sockets;
using Npgsql;
using Uniquity.Testing.Engines.DocumentDb.Wire;

namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>One client's connection: reads messages, has them run, writes replies.</summary>
internal sealed class ClientConnection(Endpoint endpoint, TcpClient client) : IAsyncDisposable
{
    private Backend? backend;

    public Endpoint Endpoint => endpoint;

    /// <summary>The connection for what is outside a transaction.</summary>
    public async Task<Backend> BackendAsync(CancellationToken cancellationToken) =>
        backend ??= await Backend.OpenAsync(endpoint.Source, cancellationToken);

    public async Task ServeAsync(CancellationToken cancellationToken)
    {
        try
        {
            client.NoDelay = true;
            var stream = client.GetStream();
            while (await HandleAsync(stream, await Request.ReadAsync(stream, cancellationToken), cancellationToken))
            {
            }
        }
        catch (Exception end) when (end is IOException or SocketException or OperationCanceledException or InvalidDataException)
        {
            // The client has hung up, the endpoint stops, or the message breaks the protocol: the connection ends.
        }
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        foreach (var transaction in endpoint.Transactions.Values.Where(one => one.Owner == this))
        {
            if (endpoint.Transactions.TryRemove(transaction.Key, out _)) await transaction.Backend.DisposeAsync();
        }

        if (backend is null) return;
        foreach (var (id, cursor) in endpoint.Cursors)
        {
            if (cursor.Backend == backend) endpoint.Cursors.TryRemove(id, out _);
        }

        await backend.DisposeAsync();
    }

    /// <summary>Runs one command and answers it; gives whether the connection goes on.</summary>
    private async Task<bool> HandleAsync(NetworkStream stream, Request request, CancellationToken cancellationToken)
    {
        var fault = endpoint.Faults.Take(request.Command.Name, request.Database, request.Holds);
        fault?.Reach();
        if (fault?.Kind == FaultKind.HangUpBefore) return false;
        if (fault?.Kind == FaultKind.Delay) await Task.Delay(fault.Delay, TimeProvider.System, cancellationToken);
        var reply = fault?.Kind switch
        {
            FaultKind.Refuse => new Refusal(fault.Code, $"The test refuses {request.Command.Name}").ToDocument(),
            FaultKind.Answer => fault.Reply,
            _ => await RunAsync(request, cancellationToken),
        };
        fault?.End();
        if (fault?.Kind == FaultKind.HangUpAfter) return false;
        if (fault?.Kind == FaultKind.AnswerAfter) reply = fault.Reply;
        if (request.WantsReply) await stream.WriteAsync(request.Answer(reply), cancellationToken);
        return true;
    }

    private async Task<ReadOnlyMemory<byte>> RunAsync(Request request, CancellationToken cancellationToken)
    {
        try
        {
            return await new CommandCall(this, request, cancellationToken).RunAsync();
        }
        catch (Refusal refusal)
        {
            return refusal.ToDocument();
        }
        catch (NpgsqlException lost)
        {
            return new Refusal(ServerCodes.InternalError, lost.Message).ToDocument();
        }
    }
}
