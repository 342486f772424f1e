using Npgsql;
using Uniquity.Testing.Engines;
using Uniquity.Violations;

namespace Uniquity.PostgreSql.Tests.Violations;

public class PostgresExceptionTests : OnPostgreSql
{
    private const string Table = "CREATE TABLE users (id int PRIMARY KEY, tenant int, email text, CONSTRAINT users_email_key UNIQUE (tenant, email)); INSERT INTO users VALUES (1, 7, 'a@example.com')";

    [PostgreSqlFact]
    public async Task The_violation_is_read_from_the_fields()
    {
        await RunAsync(Table);
        (await RefusalAsync("INSERT INTO users VALUES (2, 7, 'a@example.com')")).TryGetUniqueViolation(out var violation).ShouldBeTrue();

        violation.Engine.ShouldBe("postgresql");
        violation.Code.ShouldBe("23505");
        violation.Kind.ShouldBe(ViolationKind.Write);
        (violation.Schema, violation.Table, violation.Index).ShouldBe(("public", "users", "users_email_key"));
        violation.Key.ShouldBe([new KeyValue("tenant", "7"), new KeyValue("email", "a@example.com")]);
    }

    [PostgreSqlFact]
    public async Task Without_detail_the_names_are_still_there()
    {
        await RunAsync(Table);
        await using var command = Database.DataSource.CreateCommand("INSERT INTO users VALUES (1, 8, 'b')");
        var exception = await Should.ThrowAsync<PostgresException>(async () => await command.ExecuteNonQueryAsync());
        exception.TryGetUniqueViolation(out var violation).ShouldBeTrue();

        violation.Index.ShouldBe("users_pkey");
        violation.Key.ShouldBeEmpty("the driver keeps DETAIL back by default");
    }

    [PostgreSqlFact]
    public async Task Hostile_names_and_values_are_kept_as_they_are()
    {
        await RunAsync("""CREATE TABLE "we ird" ("a ""b"" (c)" text, d text, CONSTRAINT "k)=(y" UNIQUE ("a ""b"" (c)", d)); INSERT INTO "we ird" VALUES ('x)=(y', 'é, (''')""");
        (await RefusalAsync("""INSERT INTO "we ird" VALUES ('x)=(y', 'é, (''')""")).TryGetUniqueViolation(out var violation).ShouldBeTrue();

        (violation.Table, violation.Index).ShouldBe(("we ird", "k)=(y"));
        violation.Key[0].Field.ShouldBe("a \"b\" (c)");
        violation.OtherKeys.Prepend(violation.Key).ShouldContain(key => key[0].Value == "x)=(y" && key[1].Value == "é, ('");
    }

    [PostgreSqlFact]
    public async Task An_expression_is_a_part_of_the_key()
    {
        await RunAsync("CREATE TABLE t (email text); CREATE UNIQUE INDEX t_lower ON t (lower(email)); INSERT INTO t VALUES ('A')");
        (await RefusalAsync("INSERT INTO t VALUES ('a')")).TryGetUniqueViolation(out var violation).ShouldBeTrue();

        violation.Key.ShouldBe([new KeyValue("lower(email)", "a")]);
    }

    [PostgreSqlFact]
    public async Task A_refused_index_build_is_told_from_a_write()
    {
        await RunAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)");
        (await RefusalAsync("CREATE UNIQUE INDEX t_a ON t (a)")).TryGetUniqueViolation(out var violation).ShouldBeTrue();

        violation.Kind.ShouldBe(ViolationKind.IndexBuild);
        violation.Index.ShouldBe("t_a");
        violation.Key.ShouldBe([new KeyValue("a", "1")]);
    }

    [PostgreSqlFact]
    public async Task Other_refusals_are_no_violation()
    {
        await RunAsync("CREATE TABLE t (a int NOT NULL CHECK (a > 0), r int4range, EXCLUDE USING gist (r WITH &&)); INSERT INTO t VALUES (1, '[1,5)')");

        foreach (var sql in (string[])["INSERT INTO t VALUES (null)", "INSERT INTO t VALUES (0)", "INSERT INTO t VALUES (2, '[2,3)')"])
            (await RefusalAsync(sql)).TryGetUniqueViolation(out _).ShouldBeFalse(sql);
    }
}
