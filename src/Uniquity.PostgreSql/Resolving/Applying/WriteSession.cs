using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>One connection that writes, in transactions that its user opens and ends.</summary>
/// <remarks>
/// It must be a session of its own on the server: a run is held by a session's advisory lock, which a pooler that hands out
/// transactions would lose. Every setting is local to its transaction. Rows are read committed: what a statement reads is what
/// stands when it begins, after the locks of the one before.
/// </remarks>
internal sealed class WriteSession(NpgsqlDataSource source, NpgsqlConnection connection, PostgreSqlOptions options) : IAsyncDisposable
{
    private readonly List<string> log = [];

    /// <summary>The statements run so far.</summary>
    public IReadOnlyList<string> Log => log;

    /// <summary>Whether the connection still stands.</summary>
    public bool IsOpen => connection.FullState is System.Data.ConnectionState.Open;

    /// <summary>The server's process of this session.</summary>
    public int ProcessId => connection.ProcessID;

    /// <summary>Connects.</summary>
    /// <exception cref="Uniquity.Targets.TargetException">There is no connection; one line says why.</exception>
    public static async Task<WriteSession> OpenAsync(NpgsqlConnectionStringBuilder settings, PostgreSqlOptions options, CancellationToken cancellationToken)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        var source = builder.Build();
        try
        {
            return new(source, await source.OpenConnectionAsync(cancellationToken), options);
        }
        catch (Exception failure) when (failure is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException or IOException)
        {
            await source.DisposeAsync();
            throw ConnectionFailure.Explain(failure, settings);
        }
    }

    /// <summary>Begins a transaction with its settings.</summary>
    public async Task BeginAsync(IReadOnlyList<Setting> settings, CancellationToken cancellationToken)
    {
        await ExecuteAsync(SqlText.Raw("BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"), cancellationToken);
        Setting[] always =
        [
            new("statement_timeout", "0"), new("lock_timeout", options.LockTimeout.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)),
            new("row_security", "off"), new("idle_in_transaction_session_timeout", "0"),
        ];
        var calls = always.Concat(settings).Select(setting => SqlText.Of($"set_config({SqlText.Value(setting.Name)}, {SqlText.Value(setting.Value)}, true)"));
        await ExecuteAsync(SqlText.Of($"SELECT {SqlText.Join(", ", calls)}"), cancellationToken);
    }

    /// <summary>Commits.</summary>
    public Task CommitAsync() => ExecuteAsync(SqlText.Raw("COMMIT"), CancellationToken.None);

    /// <summary>Rolls back what is open; a lost connection has done so itself.</summary>
    public async Task RollBackAsync()
    {
        if (!IsOpen) return;
        try
        {
            await ExecuteAsync(SqlText.Raw("ROLLBACK"), CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The first failure is the one to tell.
        }
    }

    /// <summary>Does work in a transaction of its own.</summary>
    public async Task<T> InTransactionAsync<T>(Func<Task<T>> work, IReadOnlyList<Setting> settings, CancellationToken cancellationToken)
    {
        try
        {
            await BeginAsync(settings, cancellationToken);
            var result = await work();
            await CommitAsync();
            return result;
        }
        catch
        {
            await RollBackAsync();
            throw;
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <returns>The rows that it wrote.</returns>
    public async Task<int> ExecuteAsync(SqlText sql, CancellationToken cancellationToken)
    {
        await using var command = Make(sql);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs a statement and reads its rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(SqlText sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        await using var command = Make(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken)) rows.Add(read(reader));
        return rows;
    }

    /// <summary>Runs a statement that answers one row.</summary>
    public async Task<T> OneAsync<T>(SqlText sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        (await QueryAsync(sql, read, cancellationToken))[0];

    /// <summary>Closes the connection; the server ends the session, and with it the hold on a run.</summary>
    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await source.DisposeAsync();
    }

    private NpgsqlCommand Make(SqlText sql)
    {
        if (log.Count < 10_000) log.Add(sql.Literal);
        var (text, values) = sql.Parameterised();
        var command = new NpgsqlCommand(text, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        return command;
    }
}
