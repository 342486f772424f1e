using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Probes;

public class TransactionSpoiledTests : OnCauses
{
    [PostgreSqlFact]
    public async Task A_transaction_used_on_after_the_refusal_is_named()
    {
        await RunAsync("CREATE TABLE t (email text UNIQUE); INSERT INTO t VALUES ('a')");
        var diagnosis = await DiagnoseAsync("BEGIN; INSERT INTO t VALUES ('a'); SELECT 1; COMMIT;");
        diagnosis.Causes.ShouldContain(cause => cause.Cause.Code == "UQ309" && cause.Confidence == Causes.Confidence.Certain, Told(diagnosis));
        diagnosis.Related.ShouldContain(related => related.SqlState == "25P02");
    }

    [PostgreSqlFact]
    public async Task A_refusal_alone_spoils_nothing()
    {
        await RunAsync("CREATE TABLE t (email text UNIQUE); INSERT INTO t VALUES ('a')");
        NotNamed(await DiagnoseAsync("INSERT INTO t VALUES ('a')"), "UQ309");
    }

    [PostgreSqlFact]
    public async Task An_aborted_transaction_before_the_refusal_is_another_matter()
    {
        await RunAsync("CREATE TABLE t (email text UNIQUE); INSERT INTO t VALUES ('a')");
        NotNamed(await DiagnoseAsync("BEGIN; SELECT 1/0; SELECT 1; ROLLBACK; INSERT INTO t VALUES ('a');"), "UQ309");
    }
}
