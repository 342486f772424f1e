using Npgsql;

namespace Uniquity.Testing.Engines;

/// <summary>An empty PostgreSQL database of its own for one test, dropped afterwards.</summary>
public sealed class PostgreSqlDatabase : IAsyncDisposable
{
    internal PostgreSqlDatabase(PostgreSqlServer server, string name)
    {
        Server = server;
        Name = name;
        Url = PostgreSqlUrl.WithDatabase(server.Url, name);
        DataSource = NpgsqlDataSource.Create(PostgreSqlUrl.ToConnectionString(Url));
    }

    /// <summary>The server it is on.</summary>
    public PostgreSqlServer Server { get; }

    /// <summary>The database's name.</summary>
    public string Name { get; }

    /// <summary>The target as <c>--db</c> takes it: <c>postgres://…</c>.</summary>
    public string Url { get; }

    /// <summary>Connections for the test's own writes.</summary>
    public NpgsqlDataSource DataSource { get; }

    /// <summary>Opens a connection of the test's own, to hold a transaction or a lock.</summary>
    public Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken = default) =>
        DataSource.OpenConnectionAsync(cancellationToken).AsTask();

    /// <summary>Runs one or more statements.</summary>
    /// <returns>The rows that were changed.</returns>
    public async Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken = default)
    {
        await using var command = DataSource.CreateCommand(sql);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs a query and gives the first column of its first row.</summary>
    public async Task<T?> ScalarAsync<T>(string sql, CancellationToken cancellationToken = default)
    {
        await using var command = DataSource.CreateCommand(sql);
        return await command.ExecuteScalarAsync(cancellationToken) is { } value and not DBNull ? (T)value : default;
    }

    /// <summary>Runs a statement that must be refused.</summary>
    /// <returns>The server's refusal.</returns>
    /// <exception cref="InvalidOperationException">The statement was not refused.</exception>
    public async Task<PostgresException> RefusedAsync(string sql, CancellationToken cancellationToken = default)
    {
        try
        {
            await ExecuteAsync(sql, cancellationToken);
        }
        catch (PostgresException refusal)
        {
            return refusal;
        }

        throw new InvalidOperationException($"The statement was expected to be refused: {sql}");
    }

    /// <summary>Drops the database, with whatever is still connected to it.</summary>
    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await Server.DropAsync(Name);
    }
}
