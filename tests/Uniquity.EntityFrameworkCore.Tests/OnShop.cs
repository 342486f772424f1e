using Uniquity.Telemetry;
using Uniquity.Testing.Engines;

namespace Uniquity.EntityFrameworkCore.Tests;

/// <summary>A test with the shop's database.</summary>
public abstract class OnShop : IAsyncLifetime
{
    private PostgreSqlDatabase? _database;

    protected PostgreSqlDatabase Database => _database!;

    public async Task InitializeAsync()
    {
        _database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        await using var shop = Open();
        await shop.Database.EnsureCreatedAsync();
    }

    public async Task DisposeAsync()
    {
        if (_database is not null) await _database.DisposeAsync();
    }

    protected Shop Open(ViolationMetrics? metrics = null, bool retry = false) => new(Database.DataSource.ConnectionString + ";Include Error Detail=true;Maximum Pool Size=30", metrics, retry);

    protected static Customer Customer(string email, int number, int tenant = 1) => new() { Email = email, Number = number, TenantId = tenant };

    protected static async IAsyncEnumerable<T> Rows<T>(IEnumerable<T> rows)
    {
        foreach (var row in rows)
        {
            await Task.CompletedTask;
            yield return row;
        }
    }
}
