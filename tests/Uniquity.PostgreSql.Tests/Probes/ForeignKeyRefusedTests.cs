using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Probes;

public class ForeignKeyRefusedTests : OnCauses
{
    private const string Orders = """
        CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE orders (id int, user_id int CONSTRAINT orders_user_fkey REFERENCES users);
        INSERT INTO users VALUES (1); INSERT INTO orders VALUES (1, 1);
        """;

    [PostgreSqlFact]
    public async Task A_parent_that_is_not_there_is_shown_to_be_missing()
    {
        await RunAsync(Orders);
        var diagnosis = await DiagnoseAsync("INSERT INTO orders VALUES (2, 99)");
        diagnosis.Violation.ShouldBeNull();
        var cause = First(diagnosis, "UQ901");
        cause.Evidence[0].ShouldBe(new("no row of public.users has (99)", "SELECT * FROM public.users WHERE id = '99'"));
        await RunAsync(cause.Remedies[1]);
        await Psql.RunAsync(Database.Url, "BEGIN; INSERT INTO orders VALUES (2, 99); INSERT INTO users VALUES (99); COMMIT;");
    }

    [PostgreSqlFact]
    public async Task Children_that_are_left_are_counted()
    {
        await RunAsync(Orders);
        var cause = First(await DiagnoseAsync("DELETE FROM users"), "UQ901");
        cause.Evidence[0].Fact.ShouldBe("1 row of public.orders refers to (1) now");
        await RunAsync(cause.Remedies[1]);
        await RunAsync("DELETE FROM users");
    }

    [PostgreSqlFact]
    public async Task A_unique_violation_beside_it_is_the_one_diagnosed()
    {
        await RunAsync(Orders);
        NotNamed(await DiagnoseAsync("INSERT INTO orders VALUES (2, 99); INSERT INTO users VALUES (1);"), "UQ901");
    }
}
