using Npgsql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Targets;

public class ConnectingTests : OnPostgreSql
{
    [PostgreSqlFact]
    public async Task The_target_says_where_it_is()
    {
        var info = await Target.DescribeAsync(None);
        info.Engine.ShouldBe("postgresql");
        info.Version.ShouldMatch(@"^\d+(\.\d+)?$");
        info.Database.ShouldBe(Database.Name);
        info.Host.ShouldBe($"127.0.0.1:{new NpgsqlConnectionStringBuilder(Database.DataSource.ConnectionString).Port}");
        info.User.ShouldBe("postgres");
        info.Role.ShouldBe("primary");
        info.ReadOnly.ShouldBeTrue();
    }

    [PostgreSqlFact]
    public async Task Nothing_can_be_written_by_what_a_person_types()
    {
        await RunAsync("CREATE TABLE t (a int); CREATE FUNCTION sneak(int) RETURNS int LANGUAGE sql VOLATILE AS 'INSERT INTO t VALUES ($1) RETURNING a'");
        var table = await TableAsync("t");
        await RunAsync("INSERT INTO t VALUES (1)");
        await Should.ThrowAsync<Exception>(async () => await Target.Duplicates.CountAsync(new(table, [new("sneak(a)", Expression: true)]), null, None));
        await Should.ThrowAsync<Exception>(async () => await Target.Duplicates.CountAsync(new(table, [new("a")]) { Where = "true); DELETE FROM t; --" }, null, None));
        (await Database.ScalarAsync<long>("SELECT count(*) FROM t")).ShouldBe(1);
    }

    [PostgreSqlFact]
    public async Task A_session_is_usable_after_a_refusal()
    {
        await RunAsync("CREATE TABLE t (a int)");
        var table = await TableAsync("t");
        await Should.ThrowAsync<UsageException>(async () => await Target.ParseKeyAsync(table, "lower(nope)", None));
        (await Target.ParseKeyAsync(table, "a", None)).Count.ShouldBe(1);
    }

    [PostgreSqlFact]
    public async Task A_wrong_database_is_one_line_with_host_and_database()
    {
        var url = Database.Server.UrlOf("no_such_database");
        (await FailureAsync(url)).ShouldMatch(@"^Cannot connect to PostgreSQL at 127\.0\.0\.1:\d+, database no_such_database: there is no such database on that server\.$");
    }

    [PostgreSqlFact]
    public async Task A_refused_connection_is_one_line() =>
        (await FailureAsync("postgres://u:s3cret@127.0.0.1:1/d")).ShouldBe(
            "Cannot connect to PostgreSQL at 127.0.0.1:1, database d: connection refused. Is the server running there, and does it listen on that address?");

    [PostgreSqlFact]
    public async Task An_unknown_host_is_one_line() =>
        (await FailureAsync("postgres://u:s3cret@no-such-host.invalid/d")).ShouldBe(
            "Cannot connect to PostgreSQL at no-such-host.invalid:5432, database d: there is no such host. Check the name in the URL.");

    [PostgreSqlFact]
    public async Task An_absent_socket_is_one_line() =>
        (await FailureAsync("postgres:///d?host=/nowhere&user=u")).ShouldStartWith("Cannot connect to PostgreSQL at /nowhere:5432, database d: ");

    [PostgreSqlFact]
    public async Task A_server_without_tls_says_so_when_tls_is_demanded() =>
        (await FailureAsync(Database.Url + "?sslmode=require")).ShouldEndWith("the server has no TLS, and sslmode demands it. sslmode=prefer goes without.");

    [PostgreSqlFact]
    public async Task A_user_that_is_unknown_is_told_in_the_servers_words() =>
        (await FailureAsync(Database.Url.Replace("postgres@", "nobody_here@", StringComparison.Ordinal))).ShouldEndWith("role \"nobody_here\" does not exist.");

    [PostgreSqlFact]
    public async Task A_statement_that_takes_too_long_says_which_option_allows_more()
    {
        await RunAsync("CREATE TABLE t (a int); INSERT INTO t SELECT generate_series(1, 10)");
        await using var hasty = await PostgreSqlTarget.OpenAsync(Database.Url, new() { StatementTimeout = TimeSpan.FromMilliseconds(200) }, None);
        var slow = new Uniquity.Duplicates.DuplicateQuery(await TableAsync("t"), [new("a")]) { Where = "pg_sleep(5) IS NOT NULL" };
        var failure = await Should.ThrowAsync<TargetException>(async () => await hasty.Duplicates.CountAsync(slow, null, None));
        failure.Message.ShouldBe("The duplicates of public.t could not be counted: it took longer than 0.2 s (--timeout allows more).");
    }

    [PostgreSqlFact]
    public async Task Settings_of_a_session_do_not_stay_on_the_server()
    {
        await Target.DescribeAsync(None);
        Target.StatementLog.ShouldNotBeEmpty();
        Target.StatementLog.ShouldAllBe(statement => !statement.StartsWith("SET", StringComparison.Ordinal));
    }

    private static async Task<string> FailureAsync(string url)
    {
        var failure = await Should.ThrowAsync<TargetException>(async () => await PostgreSqlTarget.OpenAsync(url, new() { Environment = _ => null }, None));
        failure.Message.ShouldNotContain("s3cret");
        failure.Message.ShouldNotContain("\n");
        return failure.Message;
    }
}
