using Uniquity.Checking;
using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Checking;

public sealed class RuleTests : OnPostgreSql
{
    private const string Users = "CREATE TABLE users (id int PRIMARY KEY, tenant_id int NOT NULL, email varchar(100), name text COLLATE \"C\", note text, deleted_at timestamptz, tags text[], doc jsonb, active boolean, born date);";

    [PostgreSqlTheory]
    [InlineData("lower(email)", "lower((email)::text)")]
    [InlineData("lower(email)", "LOWER(users.email)")]
    [InlineData("lower(name)", "(lower(name)) collate \"C\"")]
    [InlineData("name COLLATE \"C\"", "name")]
    [InlineData("note COLLATE \"C\"", "(note) collate pg_catalog.\"C\"")]
    [InlineData("(note || 'x') COLLATE \"C\"", "(note || 'x'::text) COLLATE \"C\"")]
    [InlineData("coalesce(note, 'a,b')", "COALESCE(note, 'a,b'::text)")]
    [InlineData("(doc ->> 'a')", "doc ->> 'a'::text")]
    [InlineData("(tags[1])", "users.tags[ 1 ]")]
    [InlineData("(CASE WHEN active THEN email END)", "case when active then email else null end")]
    [InlineData("(tenant_id + 1)", "(((tenant_id + 1)))")]
    [InlineData("note text_pattern_ops", "note")]
    [InlineData("date_part('year', born)", "DATE_PART('year'::text, born)")]
    public async Task A_key_holds_however_it_is_written(string indexed, string wanted)
    {
        await RunAsync($"{Users} CREATE UNIQUE INDEX ux ON users ({indexed})");
        var report = await CheckAsync(new Rule { On = "users", Key = [wanted] });
        report.Missing.ShouldBeEmpty();
        report.Different.ShouldBeEmpty();
        report.Drift.ShouldBeFalse();
    }

    [PostgreSqlTheory]
    [InlineData("active", "active = true")]
    [InlineData("NOT active", "not (active)")]
    [InlineData("note IN ('a', 'b')", "note = any (array['a'::text, 'b'])")]
    [InlineData("note NOT IN ('a', 'b')", "note <> all ('{a,b}')")]
    [InlineData("email = 'x'", "email::text = 'x'")]
    [InlineData("deleted_at IS NULL AND (active AND tenant_id > 3)", "tenant_id > 3 and deleted_at is null and active")]
    [InlineData("deleted_at IS NULL OR active AND tenant_id = 1", "(tenant_id = 1 and active) or deleted_at is null")]
    [InlineData("note LIKE 'a AND b OR (%'", "note ~~ 'a AND b OR (%'")]
    [InlineData("deleted_at > '2026-01-01 00:00:00+00'", "deleted_at > timestamptz '2026-01-01T00:00:00Z'")]
    [InlineData("note = E'it''s \\\\ (a'", "note = 'it''s \\ (a'")]
    public async Task A_filter_holds_however_it_is_written(string indexed, string wanted)
    {
        await RunAsync($"{Users} CREATE UNIQUE INDEX ux ON users (email) WHERE {indexed}");
        (await CheckAsync(new Rule { On = "users", Key = ["email"], Where = wanted })).Drift.ShouldBeFalse();
    }

    [PostgreSqlFact]
    public async Task Nulls_and_collations_that_differ_are_named()
    {
        await RunAsync($"{Users} CREATE UNIQUE INDEX ux ON users (note COLLATE \"C\", tenant_id) NULLS NOT DISTINCT");
        var different = (await CheckAsync(new Rule { On = "users", Key = ["note", "tenant_id"] })).Different.ShouldHaveSingleItem();
        different.Differences.ShouldBe([new("collation", "\"default\"", "\"C\""), new("nulls", "distinct", "not-distinct")]);
        (await CheckAsync(new Rule { On = "users", Key = ["tenant_id", "note collate \"C\""], Nulls = NullHandling.NotDistinct })).Drift.ShouldBeFalse();
    }

    [PostgreSqlFact]
    public async Task A_collation_inside_an_expression_is_part_of_it()
    {
        await RunAsync($"{Users} CREATE UNIQUE INDEX ux ON users (lower(note COLLATE \"C\"))");
        (await CheckAsync(new Rule { On = "users", Key = ["lower(note)"] })).Missing.Count.ShouldBe(1);
        (await CheckAsync(new Rule { On = "users", Key = ["lower(note collate \"C\")"] })).Drift.ShouldBeFalse();
    }

    [PostgreSqlFact]
    public async Task An_invalid_index_enforces_no_rule()
    {
        await RunAsync($"{Users} INSERT INTO users (id, tenant_id, note) VALUES (1, 1, 'a'), (2, 1, 'a')");
        await Should.ThrowAsync<Npgsql.PostgresException>(() => RunAsync("CREATE UNIQUE INDEX CONCURRENTLY ux ON users (note)"));
        var report = await CheckAsync(new Rule { On = "users", Key = ["note"] });
        var missing = report.Missing.ShouldHaveSingleItem();
        missing.Why.ShouldStartWith("ux has this key and is invalid");
        missing.Index.ShouldNotBeNull().Name.ShouldBe("ux");
        report.Extra.ShouldBeEmpty();
        report.Violated.ShouldHaveSingleItem().Report.ExcessRows.ShouldBe(1);
        (await CheckAsync()).Extra.ShouldHaveSingleItem().Name.ShouldBe("ux");
    }

    [PostgreSqlFact]
    public async Task The_index_of_a_partitioned_table_is_one_and_those_of_its_partitions_are_not_extra()
    {
        await RunAsync("""
            CREATE TABLE part (region text, code text, UNIQUE (region, code)) PARTITION BY LIST (region);
            CREATE TABLE part_eu PARTITION OF part FOR VALUES IN ('eu'); CREATE TABLE part_us PARTITION OF part FOR VALUES IN ('us');
            """);
        (await CheckAsync(new Rule { On = "part", Key = ["code", "region"] })).Drift.ShouldBeFalse();
        (await LiveRules.ReadAsync(Target, null, None)).ShouldHaveSingleItem().Rule.ShouldNotBeNull().On.ShouldBe("public.part");
        await RunAsync("CREATE UNIQUE INDEX ux ON ONLY part (lower(code), region)");
        (await CheckAsync(new Rule { On = "part", Key = ["code", "region"] }, new Rule { On = "part", Key = ["lower(code)", "region"] })).Missing.Count.ShouldBe(1);
    }

    [PostgreSqlFact]
    public async Task Folding_is_kept_by_citext_and_by_a_collation_that_ignores_case()
    {
        await RunAsync("""
            CREATE EXTENSION IF NOT EXISTS citext;
            CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            CREATE TABLE folded (a citext UNIQUE, b text COLLATE ci UNIQUE, c text UNIQUE)
            """);
        var report = await CheckAsync([.. "abc".Select(column => new Rule { On = "folded", Key = [$"{column}"], Fold = Folding.Case })]);
        report.Held.Count.ShouldBe(2);
        report.Different.ShouldHaveSingleItem().Rule.Key.ShouldBe(["c"]);
    }

    [PostgreSqlFact]
    public async Task A_role_that_may_read_no_row_can_check_the_indexes()
    {
        await RunAsync($"{Users} CREATE UNIQUE INDEX ux ON users (email) WHERE lower(note) = 'a' AND deleted_at IS NULL; CREATE UNIQUE INDEX uy ON users (name); DROP ROLE IF EXISTS uniquity_checker; CREATE ROLE uniquity_checker LOGIN");
        await using var blind = await PostgreSqlTarget.OpenAsync(new UriBuilder(Database.Url) { UserName = "uniquity_checker" }.ToString(), options: null, None);
        var rules = new[] { new Rule { On = "users", Key = ["email"], Where = "deleted_at is null and lower(note) = 'a'" }, new Rule { On = "users", Key = ["name"], Where = "active" } };
        var report = await new RuleChecker(blind).CheckAsync(rules, new() { CountRows = false }, null, None);
        report.Held.Count.ShouldBe(1);
        report.Different.Count.ShouldBe(1);
    }

    [PostgreSqlFact]
    public async Task A_rule_calls_nothing_that_acts()
    {
        await RunAsync(Users);
        var report = await CheckAsync(
            new Rule { On = "users", Key = ["email"], Where = "pg_sleep(10) is null" }, new Rule { On = "users", Key = ["pg_sleep(10)::text || email"] },
            new Rule { On = "users", Key = ["note"], Where = "1 = 1) or (1 = 1" }, new Rule { On = "users", Key = ["email), (name"] });
        report.Missing.Count.ShouldBe(4);
        report.Missing.ShouldAllBe(missing => !missing.CanBeBuilt);
        report.Missing[0].Why.ShouldContain("pg_sleep");
    }

    [PostgreSqlFact]
    public async Task The_archive_of_runs_is_in_no_rule_and_never_extra()
    {
        await RunAsync("CREATE SCHEMA uniquity; CREATE TABLE uniquity.runs (id text PRIMARY KEY, note text UNIQUE)");
        (await CheckAsync()).Drift.ShouldBeFalse();
        (await LiveRules.ReadAsync(Target, null, None)).ShouldBeEmpty();
    }

    private Task<CheckReport> CheckAsync(params Rule[] rules) => new RuleChecker(Target).CheckAsync(rules, new(), null, None);
}
