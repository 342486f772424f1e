using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Probes;

/// <summary>An index over a function that changed its mind is as blind as one over a collation that did, and can be made on any machine.</summary>
public class IndexBlindTests : OnCauses
{
    private const string Users = """
        CREATE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower($1)';
        CREATE TABLE users (id int, email text); CREATE UNIQUE INDEX users_fold ON users (fold(email)); INSERT INTO users VALUES (1, 'Bob');
        """;

    [PostgreSqlFact]
    public async Task Rows_that_a_scan_finds_and_the_index_does_not_are_proof()
    {
        await RunAsync(Users);
        var text = await Psql.RefusedAsync(Database.Url, "INSERT INTO users VALUES (2, 'BOB')");
        await RunAsync("CREATE OR REPLACE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT upper($1)'");
        var cause = First(await DiagnoseTextAsync(text.Replace("(bob)", "(BOB)", StringComparison.Ordinal)), "UQ206");
        cause.Why.ShouldContain("a scan of public.users finds 1 row of this key, the index 0");
    }

    [PostgreSqlFact]
    public async Task A_row_that_was_deleted_since_is_no_blind_index()
    {
        await RunAsync(Users);
        var text = await Psql.RefusedAsync(Database.Url, "INSERT INTO users VALUES (2, 'BOB')");
        await RunAsync("DELETE FROM users");
        NotNamed(await DiagnoseTextAsync(text), "UQ206");
    }

    [PostgreSqlFact]
    public async Task A_row_that_the_index_finds_is_not_scanned_for()
    {
        await RunAsync(Users);
        NotNamed(await DiagnoseAsync("INSERT INTO users VALUES (2, 'BOB')"), "UQ206");
        Target.StatementLog.ShouldAllBe(statement => !statement.Contains("SELECT count(*) FROM public.users WHERE (fold", StringComparison.Ordinal));
    }

    [PostgreSqlFact]
    public async Task Another_version_of_the_collation_is_likely()
    {
        await RunAsync("""
            CREATE COLLATION german (provider = icu, locale = 'de'); CREATE TABLE t (a text COLLATE german CONSTRAINT t_a UNIQUE); INSERT INTO t VALUES ('Maier');
            UPDATE pg_collation SET collversion = '1.2.3' WHERE collname = 'german';
            """);
        var diagnosis = await DiagnoseAsync("INSERT INTO t VALUES ('Maier')");
        First(diagnosis, "UQ206", Causes.Confidence.Likely).Why.ShouldContain("1.2.3 -> ");
        diagnosis.Index!.Warnings.ShouldContain(warning => warning.Code == "UQ206");
    }
}
