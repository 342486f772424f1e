using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Uniquity.Once;
using Uniquity.Sqlite.Once;
using Uniquity.Testing.Engines;

namespace Uniquity.AspNetCore.Tests;

/// <summary>A service over a SQLite file with the tables <c>users (email unique)</c> and <c>orders (item)</c>, called over HTTP.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly SqliteDatabase _file;
    private readonly SqliteOnceStore _store;
    private readonly WebApplication _app;

    private TestService(SqliteDatabase file, SqliteOnceStore store, WebApplication app) => (_file, _store, _app, Client) = (file, store, app, app.GetTestClient());

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    private static string ConnectionString(SqliteDatabase file) => $"Data Source={file.FilePath}";

    public static async Task<TestService> StartAsync(Action<WebApplication> map, Action<IServiceCollection>? services = null, OnceOptions? once = null)
    {
        var file = new SqliteDatabase();
        var store = new SqliteOnceStore(ConnectionString(file), once);
        using (var connection = new SqliteConnection(ConnectionString(file)))
        {
            connection.Open();
            Execute(connection, null, "create table users (email text constraint users_email_key unique); create table orders (item text not null)");
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddUniqueViolationProblem();
        builder.Services.AddOnceStore(_ => store);
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseExceptionHandler();
        map(app);
        await app.StartAsync();
        return new(file, store, app);
    }

    /// <summary>Writes an order through the transaction of the request.</summary>
    public static void Order(OnceWork work, string item) => Execute((SqliteConnection)work.Connection, (SqliteTransaction)work.Transaction, "insert into orders values ($1)", item);

    /// <summary>Signs up outside of any transaction, and is refused where the address is taken.</summary>
    public void SignUp(string email)
    {
        using var connection = new SqliteConnection(ConnectionString(_file));
        connection.Open();
        Execute(connection, null, "insert into users values ($1)", email);
    }

    public IReadOnlyList<string> Orders()
    {
        using var connection = new SqliteConnection(ConnectionString(_file));
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select item from orders order by rowid";
        using var reader = command.ExecuteReader();
        var items = new List<string>();
        while (reader.Read()) items.Add(reader.GetString(0));
        return items;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        _store.Dispose();
        SqliteConnection.ClearAllPools();
        _file.Dispose();
    }

    private static void Execute(SqliteConnection connection, SqliteTransaction? transaction, string sql, string? value = null)
    {
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        if (value is not null) command.Parameters.AddWithValue("$1", value);
        command.ExecuteNonQuery();
    }
}
