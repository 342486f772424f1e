using Npgsql;
using NpgsqlTypes;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Loading;

/// <summary>The connection that a load writes on; a session of its own, since the staging table belongs to it.</summary>
internal sealed class LoadConnection(NpgsqlDataSource source, NpgsqlConnection connection) : IAsyncDisposable
{
    private readonly List<string> log = [];

    /// <summary>The statements run so far.</summary>
    public IReadOnlyList<string> Log => log;

    /// <summary>Whether the connection still stands.</summary>
    public bool IsOpen => connection.FullState is System.Data.ConnectionState.Open;

    /// <summary>Connects.</summary>
    /// <exception cref="Uniquity.Targets.TargetException">There is no connection; one line says why.</exception>
    public static async Task<LoadConnection> OpenAsync(NpgsqlConnectionStringBuilder settings, CancellationToken cancellationToken)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        builder.EnableArrays();
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));

        // A chunk takes what it takes; a server that went is noticed by the socket.
        builder.ConnectionStringBuilder.CommandTimeout = 0;
        builder.ConnectionStringBuilder.KeepAlive = 30;
        var source = builder.Build();
        try
        {
            return new(source, await source.OpenConnectionAsync(cancellationToken));
        }
        catch (Exception failure) when (failure is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException or IOException)
        {
            await source.DisposeAsync();
            throw ConnectionFailure.Explain(failure, settings);
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>The rows that it wrote.</returns>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = Make(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs a statement and reads its rows.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, params object?[] values)
    {
        await using var command = Make(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Runs a binary COPY.</summary>
    public async Task CopyAsync(string sql, Func<CopyRows, Task> write, CancellationToken cancellationToken)
    {
        Note(sql);
        await using var copy = await connection.BeginRawBinaryCopyAsync(sql, cancellationToken);
        try
        {
            var rows = new CopyRows(copy);
            await write(rows);
            await rows.CompleteAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await copy.CancelAsync();
            throw;
        }
    }

    /// <summary>Rolls back what is open; a lost connection has done so itself.</summary>
    public async Task RollBackAsync()
    {
        if (!IsOpen) return;
        try
        {
            await ExecuteAsync("ROLLBACK", CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The first failure is the one to tell.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await source.DisposeAsync();
    }

    private void Note(string sql)
    {
        if (log.Count < 1000) log.Add(sql);
    }

    private NpgsqlCommand Make(string sql, object?[] values)
    {
        Note(sql);
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new()
            {
                Value = value ?? DBNull.Value,
                NpgsqlDbType = value switch { long => NpgsqlDbType.Bigint, int[] => NpgsqlDbType.Array | NpgsqlDbType.Integer, _ => NpgsqlDbType.Text },
            });
        }

        return command;
    }
}
