using Uniquity.Causes;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Probes;

public class RaisedByTriggerTests : OnCauses
{
    private const string Audited = """
        CREATE TABLE orders (id int PRIMARY KEY, ref text); CREATE TABLE audit (ref text CONSTRAINT audit_ref UNIQUE, at timestamptz);
        CREATE FUNCTION log_order() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO audit VALUES (NEW.ref, now()); RETURN NEW; END';
        CREATE TRIGGER orders_audit AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION log_order();
        INSERT INTO orders VALUES (1, 'A');
        """;

    [PostgreSqlFact]
    public async Task A_trigger_that_the_context_names_is_certain()
    {
        await RunAsync(Audited);
        var diagnosis = await DiagnoseAsync("INSERT INTO orders VALUES (2, 'A')");
        var cause = First(diagnosis, "UQ310");
        cause.Why.ShouldContain("the trigger orders_audit on public.orders writes to public.audit");
        await RunAsync(cause.Remedies[0]);
    }

    [PostgreSqlFact]
    public async Task Without_its_context_the_trigger_is_found_by_what_its_function_writes()
    {
        await RunAsync(Audited);
        var text = await Psql.RefusedAsync(Database.Url, "INSERT INTO orders VALUES (2, 'A')");
        var without = string.Join('\n', text.Split('\n').Where(line => line.Contains("ERROR", StringComparison.Ordinal) || line.Contains("DETAIL", StringComparison.Ordinal)));
        var diagnosis = await DiagnoseTextAsync(without, request => request with { Statement = "INSERT INTO orders VALUES (2, 'A')" });
        diagnosis.Causes.ShouldContain(cause => cause.Cause.Code == "UQ310" && cause.Confidence == Confidence.Likely, Told(diagnosis));
    }

    [PostgreSqlFact]
    public async Task The_tables_own_key_is_not_the_triggers_fault()
    {
        await RunAsync(Audited);
        NotNamed(await DiagnoseAsync("INSERT INTO orders VALUES (1, 'B')"), "UQ310");
    }

    [PostgreSqlFact]
    public async Task A_partition_that_refuses_is_the_statements_own_table()
    {
        await RunAsync("CREATE TABLE e (id int, d int, UNIQUE (id, d)) PARTITION BY LIST (d); CREATE TABLE e1 PARTITION OF e FOR VALUES IN (1); INSERT INTO e VALUES (1, 1)");
        NotNamed(await DiagnoseAsync("INSERT INTO e VALUES (1, 1)"), "UQ310");
    }

    [PostgreSqlFact]
    public async Task A_function_that_no_trigger_runs_is_the_statement_itself()
    {
        await RunAsync("""
            CREATE TABLE t (email text UNIQUE); INSERT INTO t VALUES ('a');
            CREATE FUNCTION register(e text) RETURNS void LANGUAGE plpgsql AS 'BEGIN INSERT INTO t VALUES (e); END';
            """);
        NotNamed(await DiagnoseAsync("SELECT register('a')"), "UQ310");
    }

    [PostgreSqlFact]
    public async Task A_cascade_that_passes_an_update_on_is_likely()
    {
        await RunAsync("""
            CREATE TABLE codes (code text PRIMARY KEY); INSERT INTO codes VALUES ('a'), ('b');
            CREATE TABLE uses (owner int, code text REFERENCES codes ON UPDATE CASCADE, CONSTRAINT uses_key UNIQUE (code, owner));
            CREATE TABLE shadow (code text UNIQUE); ALTER TABLE uses ADD CONSTRAINT uses_lower UNIQUE (owner); INSERT INTO uses VALUES (1, 'a');
            CREATE UNIQUE INDEX uses_upper ON uses ((upper(left(code, 1)))); INSERT INTO uses VALUES (2, 'b');
            """);
        var diagnosis = await DiagnoseAsync("UPDATE codes SET code = 'A2' WHERE code = 'b'");
        diagnosis.Causes.ShouldContain(cause => cause.Cause.Code == "UQ310" && cause.Confidence == Confidence.Likely, Told(diagnosis));
    }
}
