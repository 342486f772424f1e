using Uniquity.Facts;
using Uniquity.Testing.Engines;
using Uniquity.Violations;

namespace Uniquity.PostgreSql.Tests.Facts;

/// <summary>The holder is found by the key as the server printed it in its DETAIL.</summary>
public class HolderTests : OnPostgreSql
{
    [PostgreSqlTheory]
    [InlineData("text", "'it''s \\ \"x\"'")]
    [InlineData("varchar(10)", "'abc'")]
    [InlineData("char(5)", "'ab'")]
    [InlineData("int", "42")]
    [InlineData("numeric(10,2)", "12.50")]
    [InlineData("float8", "0.1")]
    [InlineData("boolean", "true")]
    [InlineData("uuid", "'0b6ad0b5-3a5e-4f0c-8d2c-0b6ad0b53a5e'")]
    [InlineData("timestamptz", "'2026-03-01 10:00:00.123456+02'")]
    [InlineData("timestamp", "'2026-03-01 10:00:00'")]
    [InlineData("date", "'2026-03-01'")]
    [InlineData("interval", "'1 day 02:00'")]
    [InlineData("bytea", "'\\x00ff27'")]
    [InlineData("mood", "'very sad'")]
    [InlineData("text[]", "ARRAY['a,b', 'c\"d', NULL]")]
    [InlineData("int[]", "'{1,2}'")]
    [InlineData("pair", "ROW(1, 'x, y')")]
    [InlineData("email_address", "'a@example.com'")]
    [InlineData("int4range", "'[1,5)'")]
    [InlineData("jsonb", "'{\"b\": [1, 2], \"a\": null}'")]
    [InlineData("inet", "'10.0.0.1/8'")]
    [InlineData("ext.citext", "'Bob@X'")]
    [InlineData("bit varying(8)", "B'1010'")]
    [InlineData("\"char\"", "'x'")]
    [InlineData("name", "'x'")]
    public async Task The_holder_is_found_whatever_the_type(string type, string value)
    {
        await RunAsync($"""
            CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext; CREATE TYPE mood AS ENUM ('very sad', 'ok');
            CREATE TYPE pair AS (a int, b text); CREATE DOMAIN email_address AS text CHECK (VALUE LIKE '%@%');
            CREATE TABLE t (id int, k {type}, CONSTRAINT t_k UNIQUE (k)); INSERT INTO t VALUES (7, {value});
            """);
        var holder = await RefusedAsync($"INSERT INTO t VALUES (8, {value})", "t_k");
        holder.Row.ShouldNotBeNull().Text("id").ShouldBe("7");
        holder.StoredKey.Single().ShouldNotBeNull();
        (await Database.ScalarAsync<int>(holder.Query)).ShouldBe(7);
        holder.Age.ShouldNotBeNull().ShouldBeLessThan(TimeSpan.FromMinutes(5));
        (await Database.ScalarAsync<TimeSpan>(holder.AgeQuery!)).ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [PostgreSqlTheory]
    [InlineData("SQL, DMY")]
    [InlineData("SQL, MDY")]
    [InlineData("German")]
    [InlineData("Postgres, DMY")]
    public async Task A_time_printed_in_another_style_finds_its_row(string style)
    {
        await RunAsync("CREATE TABLE t (id int, k timestamptz CONSTRAINT t_k UNIQUE); INSERT INTO t VALUES (7, '2026-03-04 10:00:00+00')");
        var holder = await RefusedAsync($"SET datestyle = '{style}'; SET timezone = 'UTC'; INSERT INTO t VALUES (8, '2026-03-04 10:00:00+00')", "t_k");
        holder.Row.ShouldNotBeNull().Text("id").ShouldBe("7");
        (await Database.ScalarAsync<int>(holder.Query)).ShouldBe(7);
    }

    [PostgreSqlFact]
    public async Task Expression_keys_are_looked_up_by_the_index()
    {
        await RunAsync("""
            CREATE TABLE t (id int, email varchar(50), t text); CREATE UNIQUE INDEX t_k ON t (lower(email), (id % 10));
            INSERT INTO t SELECT i, 'User' || i, 'x' FROM generate_series(1, 5000) i;
            """);
        var holder = await RefusedAsync("INSERT INTO t VALUES (17, 'USER7', 'y')", "t_k");
        holder.Row.ShouldNotBeNull().Text("email").ShouldBe("User7");
        holder.StoredKey.ShouldBe(["user7", "7"]);
        holder.Query.ShouldBe("SELECT * FROM public.t WHERE (lower(email::text)) = 'user7'::text AND ((id % 10)) = '7'::integer");
        (await PlanAsync(holder.Query)).ShouldContain("Index Scan using t_k");
    }

    [PostgreSqlFact]
    public async Task A_partial_index_is_held_only_by_rows_inside_its_filter()
    {
        await RunAsync("""
            CREATE TABLE t (id int, email text, gone bool); CREATE UNIQUE INDEX t_k ON t (email) WHERE NOT gone;
            INSERT INTO t VALUES (1, 'a', true), (2, 'a', false);
            """);
        (await RefusedAsync("INSERT INTO t VALUES (3, 'a', false)", "t_k")).Row.ShouldNotBeNull().Text("id").ShouldBe("2");
        await RunAsync("DELETE FROM t WHERE id = 2");
        var none = await Target.Facts.FindHolderAsync(await IndexAsync("t_k"), [new("email", "a")], None);
        none.Row.ShouldBeNull();
        none.Query.ShouldBe("SELECT * FROM public.t WHERE email = 'a'::text AND (NOT gone)");
    }

    [PostgreSqlFact]
    public async Task A_nondeterministic_collation_finds_what_it_counts_as_equal()
    {
        await RunAsync("""
            CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level1', deterministic = false);
            CREATE TABLE t (id int, a text COLLATE folded CONSTRAINT t_a UNIQUE, b text); CREATE UNIQUE INDEX t_b ON t (b COLLATE folded);
            INSERT INTO t VALUES (7, 'José', 'Zoë');
            """);
        (await RefusedAsync("INSERT INTO t VALUES (8, 'JOSE', 'other')", "t_a")).StoredKey.ShouldBe(["José"]);
        var holder = await RefusedAsync("INSERT INTO t VALUES (8, 'other', 'ZOE')", "t_b");
        holder.StoredKey.ShouldBe(["Zoë"]);
        (await PlanAsync(holder.Query)).ShouldContain("t_b");
        (await Target.Facts.EqualOnlyByFoldingAsync(await IndexAsync("t_a"), 0, "JOSE", "José", None)).Value.ShouldBeTrue();
        (await Target.Facts.EqualOnlyByFoldingAsync(await IndexAsync("t_b"), 0, "ZOE", "Zoë", None)).Value.ShouldBeTrue();
        (await Target.Facts.EqualOnlyByFoldingAsync(await IndexAsync("t_b"), 0, "Zoë", "Zoë", None)).Value.ShouldBeFalse();
        (await Target.Facts.EqualOnlyByFoldingAsync(await IndexAsync("t_b"), 0, "Ann", "Zoë", None)).Value.ShouldBeFalse();
    }

    [PostgreSqlFact]
    public async Task A_null_key_is_found_where_nulls_are_not_distinct()
    {
        await RunAsync("CREATE TABLE t (id int, a int, b text); CREATE UNIQUE INDEX t_k ON t (a, b) NULLS NOT DISTINCT; INSERT INTO t VALUES (7, 1, NULL)");
        var holder = await Target.Facts.FindHolderAsync(await IndexAsync("t_k"), [new("a", "1"), new("b", "null", IsNull: true)], None);
        holder.Row.ShouldNotBeNull().Text("id").ShouldBe("7");
        holder.StoredKey.ShouldBe(["1", null]);
    }

    [PostgreSqlFact]
    public async Task A_value_that_does_not_fit_the_type_is_not_checked_with_the_reason()
    {
        await RunAsync("CREATE TABLE t (id int PRIMARY KEY)");
        (await Should.ThrowAsync<NotCheckedException>(async () => await Target.Facts.FindHolderAsync(await IndexAsync("t_pkey"), [new("id", "abc")], None)))
            .Message.ShouldBe("public.t could not be asked: invalid input syntax for type integer: \"abc\".");
    }

    [PostgreSqlFact]
    public async Task A_row_named_like_the_alias_is_given_whole()
    {
        await RunAsync("CREATE TABLE t (t int PRIMARY KEY, x int); INSERT INTO t VALUES (1, 2)");
        var holder = await Target.Facts.FindHolderAsync(await IndexAsync("t_pkey"), [new("t", "1")], None);
        holder.Row.ShouldNotBeNull().Text("x").ShouldBe("2");
    }

    private async Task<string> PlanAsync(string query)
    {
        await using var connection = await Database.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SET enable_seqscan = off; EXPLAIN " + query;
        await using var reader = await command.ExecuteReaderAsync();
        return await reader.ReadAsync() ? reader.GetString(0) : "";
    }

    private async Task<HolderFact> RefusedAsync(string insert, string index)
    {
        var refusal = await RefusalAsync(insert);
        refusal.ConstraintName.ShouldBe(index);
        var detail = refusal.Detail!;
        var printed = detail[(detail.IndexOf(")=(", StringComparison.Ordinal) + 3)..detail.LastIndexOf(") already", StringComparison.Ordinal)];
        var found = await IndexAsync(index);
        string[] values = found.Key.Count == 1 ? [printed] : printed.Split(", ");
        return await Target.Facts.FindHolderAsync(found, [.. found.Key.Zip(values, (part, value) => new KeyValue(part.Part, value))], None);
    }
}
