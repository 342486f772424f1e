using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Facts;

public class FactsTests : OnPostgreSql
{
    [PostgreSqlFact]
    public async Task Columns_tell_type_text_null_and_generator()
    {
        await RunAsync("""
            CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, s serial, email varchar(50) NOT NULL, n numeric(10,2),
              made timestamptz DEFAULT now(), twice int GENERATED ALWAYS AS (1 + 1) STORED, gone int); ALTER TABLE t DROP COLUMN gone;
            """);
        (await Target.Facts.GetColumnsAsync(await TableAsync("t"), None)).ShouldBe(
        [
            new("id", "bigint", IsText: false, Nullable: false, "identity") { Primary = true },
            new("s", "integer", IsText: false, Nullable: false, "nextval('t_s_seq'::regclass)"),
            new("email", "character varying(50)", IsText: true, Nullable: false, null),
            new("n", "numeric(10,2)", IsText: false, Nullable: true, null),
            new("made", "timestamp with time zone", IsText: false, Nullable: true, "now()"),
            new("twice", "integer", IsText: false, Nullable: true, "generated: (1 + 1)"),
        ]);
    }

    [PostgreSqlFact]
    public async Task Rows_are_counted_no_further_than_the_cap_and_the_query_runs_as_it_stands()
    {
        await RunAsync("CREATE TABLE t (a int, b text); INSERT INTO t SELECT i, CASE WHEN i % 2 = 0 THEN 'it''s' END FROM generate_series(1, 100) i");
        var table = await TableAsync("t");
        await CountsAsync(table, [], 10, 10);
        await CountsAsync(table, [new Condition.IsNull(new("b"))], 1000, 50);
        await CountsAsync(table, [new Condition.Equal(new("b"), "it's"), new Condition.Passes("a > 50")], 1000, 25);
        await CountsAsync(table, [new Condition.Fails("b = 'it''s'")], 1000, 50);
        await CountsAsync(table, [new Condition.Equal(new("a % 10", Expression: true), "3")], 1000, 10);
    }

    [PostgreSqlFact]
    public async Task Rows_are_fetched_as_json_with_what_it_can_hold()
    {
        await RunAsync("""CREATE TABLE t (id bigint, "odd name" text, at timestamptz, j jsonb, b bytea, n numeric); INSERT INTO t VALUES (9007199254740993, 'x', '2026-01-01 00:00+00', '{"a":[1]}', '\xff', 'NaN')""");
        var rows = await Target.Facts.FindRowsAsync(await TableAsync("t"), [new Condition.Equal(new("odd name"), "x")], 5, None);
        rows.Value.Single().Fields.GetRawText().ShouldBe("""{"id":9007199254740993,"odd name":"x","at":"2026-01-01T00:00:00+00:00","j":{"a": [1]},"b":"\\xff","n":"NaN"}""");
        rows.Query.ShouldBe("SELECT * FROM public.t WHERE \"odd name\" = 'x'::text LIMIT 5");
        (await Database.ScalarAsync<long>(rows.Query)).ShouldBe(9007199254740993);
    }

    [PostgreSqlFact]
    public async Task Columns_that_may_not_be_read_are_left_out_of_a_row()
    {
        await RunAsync("""
            CREATE TABLE t (id int PRIMARY KEY, name text, salary int); INSERT INTO t VALUES (1, 'a', 100);
            DROP ROLE IF EXISTS uniquity_clerk; CREATE ROLE uniquity_clerk LOGIN; GRANT SELECT (id, name) ON t TO uniquity_clerk;
            """);
        await using var clerk = await OpenAsAsync("uniquity_clerk");
        var holder = await clerk.Facts.FindHolderAsync(await IndexAsync("t_pkey"), [new("id", "1")], None);
        holder.Row.ShouldNotBeNull().Fields.GetRawText().ShouldBe("""{"id":1,"name":"a"}""");
        (await Should.ThrowAsync<NotCheckedException>(async () => await clerk.Facts.CountAsync(new("public", "t"), [new Condition.Equal(new("salary"), "100")], 10, None)))
            .Message.ShouldBe("public.t could not be asked: permission denied for table t.");
    }

    [PostgreSqlFact]
    public async Task Rows_hidden_by_row_level_security_are_said_to_be()
    {
        await RunAsync("""
            CREATE TABLE t (id int PRIMARY KEY, owner text); INSERT INTO t VALUES (1, 'me'), (2, 'you');
            ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON t USING (owner = 'me');
            DROP ROLE IF EXISTS uniquity_tenant; CREATE ROLE uniquity_tenant LOGIN; GRANT SELECT ON t TO uniquity_tenant;
            """);
        await using var tenant = await OpenAsAsync("uniquity_tenant");
        var index = await IndexAsync("t_pkey");
        (await tenant.Facts.FindHolderAsync(index, [new("id", "1")], None)).Row.ShouldNotBeNull();
        (await Should.ThrowAsync<NotCheckedException>(async () => await tenant.Facts.FindHolderAsync(index, [new("id", "2")], None)))
            .Message.ShouldBe("public.t could not be asked: row-level security hides rows of it from this user; a role with BYPASSRLS sees all.");
    }

    [PostgreSqlFact]
    public async Task A_locked_table_is_not_waited_for()
    {
        await RunAsync("CREATE TABLE t (id int PRIMARY KEY)");
        var table = await TableAsync("t");
        await using var other = await Database.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var command = new Npgsql.NpgsqlCommand("LOCK t IN ACCESS EXCLUSIVE MODE", other)) await command.ExecuteNonQueryAsync();
        await using var hasty = await PostgreSqlTarget.OpenAsync(Database.Url, new() { LockTimeout = TimeSpan.FromMilliseconds(100) }, None);
        (await Should.ThrowAsync<NotCheckedException>(async () => await hasty.Facts.CountAsync(table, [], 10, None)))
            .Message.ShouldBe("public.t could not be asked: another session holds a lock on it.");
    }

    [PostgreSqlFact]
    public async Task A_small_table_is_counted_and_a_large_one_estimated()
    {
        await RunAsync("""
            CREATE TABLE small (a int); INSERT INTO small VALUES (1), (2);
            CREATE TABLE large (a int, t text); INSERT INTO large SELECT i, repeat('x', 200) FROM generate_series(1, 100000) i; ANALYZE large;
            """);
        (await Target.Facts.EstimateRowsAsync(await TableAsync("small"), None)).ShouldBe(new Fact<long>(2, "SELECT count(*) FROM public.small"));
        var large = await Target.Facts.EstimateRowsAsync(await TableAsync("large"), None);
        large.Value.ShouldBe(100000);
        large.Query.ShouldContain("reltuples");
        (await Database.ScalarAsync<long>(large.Query)).ShouldBe(100000);
        var sample = await Target.Facts.SampleAsync(await TableAsync("large"), new("a"), 100, None);
        sample.Value.Count.ShouldBe(100);
        sample.Value.Max(int.Parse).ShouldBeGreaterThan(20000, "the sample is spread over the table");
        sample.Query.ShouldContain("TABLESAMPLE");
        (await Target.Facts.SampleAsync(await TableAsync("small"), new("a"), 100, None)).Value.Count.ShouldBe(2);
    }

    private Task<PostgreSqlTarget> OpenAsAsync(string role) =>
        PostgreSqlTarget.OpenAsync(Database.Url.Replace("postgres@", role + "@", StringComparison.Ordinal), null, None);

    private async Task CountsAsync(TableName table, IReadOnlyList<Condition> where, long cap, long expected)
    {
        var fact = await Target.Facts.CountAsync(table, where, cap, None);
        fact.Value.ShouldBe(expected, fact.Query);
        (await Database.ScalarAsync<long>(fact.Query)).ShouldBe(expected, fact.Query);
    }
}
