using System.Globalization;
using System.Runtime.CompilerServices;
using Npgsql;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Targets;

/// <summary>One connection on which nothing can be written.</summary>
/// <remarks>
/// Every statement runs inside a transaction that is READ ONLY and REPEATABLE READ and whose settings are local to it, and
/// the whole exchange is one round trip. No setting outlives the transaction, so a pooler in front of the server never
/// hands a changed session to someone else. Row-level security is made to refuse rather than to hide rows
/// (<c>row_security = off</c>): a count of some of the rows would pass for a count of all.
/// </remarks>
internal sealed class Session(NpgsqlDataSource source, NpgsqlConnection connection, NpgsqlConnectionStringBuilder settings, PostgreSqlOptions options)
    : IAsyncDisposable
{
    private const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    private readonly List<string> log = [];
    private bool open;

    /// <summary>The statements run so far, as they run in psql.</summary>
    public IReadOnlyList<string> Log => log;

    /// <summary>The server's major version.</summary>
    public int MajorVersion => connection.PostgreSqlVersion.Major;

    /// <summary>Host and port, or the folder of the socket; never with a password.</summary>
    public string Address => ConnectionFailure.HostAndPort(settings);

    /// <summary>The bound of one statement.</summary>
    public TimeSpan StatementTimeout => options.StatementTimeout;

    private Setting[] Always =>
    [
        new("statement_timeout", Milliseconds(options.StatementTimeout)),
        new("lock_timeout", Milliseconds(options.LockTimeout)),
        new("row_security", "off"),
    ];

    /// <summary>Connects.</summary>
    /// <exception cref="Uniquity.Targets.TargetException">There is no connection; one line says why.</exception>
    public static async Task<Session> OpenAsync(NpgsqlConnectionStringBuilder settings, PostgreSqlOptions options, CancellationToken cancellationToken)
    {
        var builder = new NpgsqlSlimDataSourceBuilder(settings.ConnectionString);
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        // Every value is asked for as text or as a basic type, so the server's types are not read at the start.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        var source = builder.Build();
        try
        {
            return new(source, await source.OpenConnectionAsync(cancellationToken), settings, options);
        }
        catch (Exception failure) when (failure is NpgsqlException or System.Net.Sockets.SocketException or TimeoutException or IOException)
        {
            await source.DisposeAsync();
            throw ConnectionFailure.Explain(failure, settings);
        }
    }

    /// <summary>Runs one statement and reads its rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(
        SqlText sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken, IReadOnlyList<Setting>? with = null)
    {
        var rows = new List<T>();
        await foreach (var row in StreamAsync(sql, read, with, cancellationToken)) rows.Add(row);
        return rows;
    }

    /// <summary>Runs one statement and gives its rows one by one, in bounded memory.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        SqlText sql, Func<NpgsqlDataReader, T> read, IReadOnlyList<Setting>? with, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        log.Add(sql.Literal);
        await using var batch = MakeBatch(sql, with ?? []);
        var done = false;
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            // The settings are a SELECT and answer first.
            if (HasSettings(with)) await reader.NextResultAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) yield return read(reader);
            while (await reader.NextResultAsync(cancellationToken))
            {
                // The commit follows in the same round trip.
            }

            done = true;
        }
        finally
        {
            if (!done && !open) await RollBackAsync();
        }
    }

    /// <summary>Runs several statements on one view of the data.</summary>
    public async Task<T> OnOneViewAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken, IReadOnlyList<Setting>? with = null)
    {
        await using (var batch = new NpgsqlBatch(connection))
        {
            batch.BatchCommands.Add(new(Begin));
            batch.BatchCommands.Add(ToCommand(SettingsSql([.. Always, .. with ?? []])));
            await batch.ExecuteNonQueryAsync(cancellationToken);
        }

        open = true;
        try
        {
            return await work();
        }
        finally
        {
            open = false;
            await RollBackAsync();
        }
    }

    /// <summary>Closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await source.DisposeAsync();
    }

    private static NpgsqlBatchCommand ToCommand(SqlText sql)
    {
        var (text, values) = sql.Parameterised();
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values) command.Parameters.Add(new() { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return command;
    }

    private bool HasSettings(IReadOnlyList<Setting>? with) => !open || with is { Count: > 0 };

    /// <summary>Inside an open view the settings of one statement end with a savepoint, as those of a lone one end with its transaction.</summary>
    private NpgsqlBatch MakeBatch(SqlText sql, IReadOnlyList<Setting> with)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(open ? "SAVEPOINT statement" : Begin));
        if (HasSettings(with)) batch.BatchCommands.Add(ToCommand(SettingsSql(open ? with : [.. Always, .. with])));
        batch.BatchCommands.Add(ToCommand(sql));
        batch.BatchCommands.Add(new(open ? "ROLLBACK TO SAVEPOINT statement" : "COMMIT"));
        return batch;
    }

    private static SqlText SettingsSql(IReadOnlyList<Setting> settings)
    {
        var calls = settings.Select(setting => SqlText.Of($"set_config({SqlText.Value(setting.Name)}, {SqlText.Value(setting.Value)}, true)"));
        return SqlText.Of($"SELECT {SqlText.Join(", ", calls)}");
    }

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture);

    /// <summary>Not cancellable: the connection is to be usable afterwards.</summary>
    private async Task RollBackAsync()
    {
        if (connection.FullState is not System.Data.ConnectionState.Open) return;
        try
        {
            await using var command = new NpgsqlCommand("ROLLBACK", connection);
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the transaction with it; the first failure is the one to tell.
        }
    }
}
