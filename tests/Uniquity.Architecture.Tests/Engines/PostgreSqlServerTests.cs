using Npgsql;
using Uniquity.Testing.Engines;

namespace Uniquity.Architecture.Tests.Engines;

public class PostgreSqlServerTests
{
    [PostgreSqlFact]
    public async Task Each_test_has_a_database_of_its_own()
    {
        var server = await PostgreSqlServer.SharedAsync();
        await using var one = await server.CreateDatabaseAsync();
        await using var other = await server.CreateDatabaseAsync();
        await one.ExecuteAsync("create table users (id int)");

        (await other.ScalarAsync<long>("select count(*) from pg_tables where tablename = 'users'")).ShouldBe(0);
        one.Url.ShouldStartWith("postgres://");
        one.Url.ShouldNotBe(other.Url);
    }

    [PostgreSqlFact]
    public async Task A_database_is_dropped_even_while_it_is_in_use()
    {
        var server = await PostgreSqlServer.SharedAsync();
        await using var witness = await server.CreateDatabaseAsync();
        var dropped = await server.CreateDatabaseAsync();
        await using var open = new NpgsqlConnection(dropped.DataSource.ConnectionString + ";Pooling=false");
        await open.OpenAsync();

        await dropped.DisposeAsync();

        (await witness.ScalarAsync<long>($"select count(*) from pg_database where datname = '{dropped.Name}'")).ShouldBe(0);
    }

    [PostgreSqlFact]
    public async Task It_speaks_English_keeps_commit_times_and_folds_beyond_ASCII()
    {
        await using var server = await PostgreSqlServer.StartAsync();
        await using var database = await server.CreateDatabaseAsync();

        (await database.ScalarAsync<string>("show lc_messages")).ShouldBe("C");
        (await database.ScalarAsync<string>("show track_commit_timestamp")).ShouldBe("on");
        (await database.ScalarAsync<string>("select lower('ÄÉ')")).ShouldBe("äé");
        (await database.ScalarAsync<string>("select lower('I' collate \"tr-x-icu\")")).ShouldBe("ı");
    }

    [PostgreSqlFact]
    public async Task What_was_committed_outlives_a_kill_and_a_stop_without_warning()
    {
        await using var server = await PostgreSqlServer.StartAsync(new Dictionary<string, string> { ["work_mem"] = "5MB" });
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync("create table kept (id int)");

        await database.ExecuteAsync("insert into kept values (1)");
        await server.KillAsync();
        await Should.ThrowAsync<NpgsqlException>(() => database.ScalarAsync<long>("select count(*) from kept"));
        await server.StartAgainAsync();
        await database.ExecuteAsync("insert into kept values (2)");
        await server.StopImmediatelyAsync();
        await server.StartAgainAsync();
        database.DataSource.Clear();

        (await database.ScalarAsync<long>("select count(*) from kept")).ShouldBe(2);
        (await database.ScalarAsync<string>("show work_mem")).ShouldBe("5MB");
        server.ReadLog().ShouldContain("automatic recovery in progress");
    }

    [PostgreSqlFact]
    public async Task A_standby_follows_its_primary_and_takes_no_writes()
    {
        await using var primary = await PostgreSqlServer.StartAsync();
        await using var database = await primary.CreateDatabaseAsync();
        await database.ExecuteAsync("create table users (id int)");
        await using var standby = await primary.StartStandbyAsync();
        await using var reader = NpgsqlDataSource.Create($"Host=127.0.0.1;Port={new Uri(standby.Url).Port};Username=postgres;Database={database.Name}");

        await using var write = reader.CreateCommand("insert into users values (1)");
        (await Should.ThrowAsync<PostgresException>(() => write.ExecuteNonQueryAsync())).SqlState.ShouldBe("25006");
    }

    [PostgreSqlFact]
    public async Task A_stopped_server_leaves_no_folder()
    {
        var server = await PostgreSqlServer.StartAsync();
        var log = server.LogFile;
        File.Exists(log).ShouldBeTrue();

        await server.DisposeAsync();

        Directory.Exists(Path.GetDirectoryName(log)).ShouldBeFalse();
    }
}
