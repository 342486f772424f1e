using Npgsql;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Probes;

public class InvalidIndexEnforcesTests : OnCauses
{
    [PostgreSqlFact]
    public async Task What_a_build_left_that_was_cancelled_at_its_end_still_refuses()
    {
        await RunAsync("CREATE TABLE users (id int, email text); INSERT INTO users VALUES (1, 'a')");
        await LeaveInvalidAsync("CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)");
        var cause = First(await DiagnoseAsync("INSERT INTO users VALUES (2, 'a')"), "UQ205");
        await RunAsync(cause.Remedies[0]);
        await RunAsync("INSERT INTO users VALUES (2, 'a')");
    }

    [PostgreSqlFact]
    public async Task A_valid_index_is_not_named()
    {
        await RunAsync("CREATE TABLE users (id int, email text UNIQUE); INSERT INTO users VALUES (1, 'a')");
        NotNamed(await DiagnoseAsync("INSERT INTO users VALUES (2, 'a')"), "UQ205");
    }

    [PostgreSqlFact]
    public async Task A_build_that_failed_in_its_first_scan_enforces_nothing_and_is_not_named()
    {
        await RunAsync("CREATE TABLE users (id int, email text); INSERT INTO users VALUES (1, 'a'), (2, 'a')");
        NotNamed(await DiagnoseAsync("CREATE UNIQUE INDEX CONCURRENTLY users_email ON users (email)"), "UQ205");
        (await IndexAsync("users_email")).Valid.ShouldBeFalse();
    }

    /// <summary>A snapshot older than the build keeps it waiting in its last phase, when writers are checked already.</summary>
    private async Task LeaveInvalidAsync(string build)
    {
        await using var old = await Database.OpenAsync();
        await using var transaction = await old.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using (var snapshot = new NpgsqlCommand("SELECT 1", old)) await snapshot.ExecuteScalarAsync();
        await Psql.RefusedAsync(Database.Url, $"SET statement_timeout = '2s'; {build}");
        (await Database.ScalarAsync<bool>("SELECT indisready AND NOT indisvalid FROM pg_index WHERE indexrelid = 'users_email'::regclass")).ShouldBeTrue();
    }
}
