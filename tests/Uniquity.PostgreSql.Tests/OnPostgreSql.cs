using Npgsql;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests;

/// <summary>A test with a database of its own, and a target on it.</summary>
public abstract class OnPostgreSql : IAsyncLifetime
{
    private PostgreSqlDatabase? database;
    private PostgreSqlTarget? target;

    protected PostgreSqlDatabase Database => database!;

    protected PostgreSqlTarget Target => target!;

    protected static CancellationToken None => CancellationToken.None;

    public virtual async Task InitializeAsync()
    {
        database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        target = await PostgreSqlTarget.OpenAsync(database.Url, options: null, None);
    }

    public virtual async Task DisposeAsync()
    {
        if (target is not null) await target.DisposeAsync();
        if (database is not null) await database.DisposeAsync();
    }

    protected Task RunAsync(string sql) => Database.ExecuteAsync(sql);

    /// <summary>Runs a statement that must be refused, and gives the refusal with its DETAIL (which the driver hides by default).</summary>
    protected async Task<PostgresException> RefusalAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Database.DataSource.ConnectionString + ";Include Error Detail=true;Pooling=false");
        await using var command = source.CreateCommand(sql);
        return await Should.ThrowAsync<PostgresException>(async () => await command.ExecuteNonQueryAsync());
    }

    protected async Task<TableName> TableAsync(string name) => (await Target.FindTableAsync(name, None)).ShouldNotBeNull();

    protected async Task<UniqueIndex> IndexAsync(string name) =>
        (await Target.GetUniqueIndexesAsync(null, None)).Single(index => index.Name == name);
}
