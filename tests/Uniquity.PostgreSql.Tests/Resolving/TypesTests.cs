using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Resolving;

public class TypesTests
{
    [PostgreSqlFact]
    public async Task Every_type_comes_back_as_it_was()
    {
        await using var shop = await Resolution.OfAsync(
            "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')", "CREATE TYPE place AS (street text, no int)", "CREATE DOMAIN mail AS text CHECK (VALUE ~ '@')",
            """
            CREATE TABLE kinds (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key mail NOT NULL, raw bytea, list int[], lists text[][], span int4range, spans tsmultirange, doc json, tree jsonb,
              feeling mood, home place, homes place[], f8 float8, f4 float4, exact numeric, money numeric(12, 2), at timestamptz, plain timestamp, day date, during interval, bits bit varying(9), addr inet,
              code char(5), name text COLLATE "C", twice text GENERATED ALWAYS AS (upper(name)) STORED, u uuid, x xml, v tsvector, empty text)
            """,
            """
            INSERT INTO kinds (key, raw, list, lists, span, spans, doc, tree, feeling, home, homes, f8, f4, exact, money, at, plain, day, during, bits, addr, code, name, u, x, v)
            SELECT 'a@b', '\x00ff27', '{1,NULL,3}', '{{a,"b,c"},{"",NULL}}', '[1,)', '{[2024-01-01,2024-02-01),[2025-01-01,)}', '{"b":  1, "a":2, "b":3}', '{"z":1.10,"a":[null]}',
              'happy', '("x, \"y\"",7)', ARRAY['(a,1)'::place, NULL], f, 'NaN', e, 1.50, t, t::timestamp, 'infinity', '1 mon -3 days 04:05:06.789012', '10101', '10.0.0.1/8', 'ab', E'q''\\"\n', gen_random_uuid(), '<a/>', 'fat:1A cat'
            FROM (VALUES ('NaN'::float8, 'NaN'::numeric, 'infinity'::timestamptz), ('-0', '1.00', '2024-01-01 00:00:00.000001+00'), ('-infinity', '1.0', '-infinity'), (0.1 + 0.2, 'infinity', '0044-03-15 BC')) AS v(f, e, t)
            """);
        await shop.AppliesAndUndoesAsync(Resolution.Request("kinds", "key", "last"));
        await shop.AppliesAndUndoesAsync(Resolution.Request("kinds", "key", "first", "fill", "f8=max", "exact=min", "list=union", "lists=union", "tree=union", "name=longest", "during=sum"));
    }

    [PostgreSqlFact]
    public async Task Names_that_need_quotes_everywhere_do_not_matter()
    {
        await using var shop = await Resolution.OfAsync(
            "CREATE SCHEMA \"Sch\"\"e.ma\"",
            "CREATE TABLE \"Sch\"\"e.ma\".\"select '; --\" (\"#batch\" int PRIMARY KEY, \"Key \"\"x\"\"\" text, \"größe\" int, \"##\" text)",
            "CREATE TABLE \"Sch\"\"e.ma\".\"Ünïcode\" (\"#group\" int, \"$1\" int REFERENCES \"Sch\"\"e.ma\".\"select '; --\" ON DELETE CASCADE, \"old1\" text, UNIQUE (\"$1\", \"old1\"))",
            "INSERT INTO \"Sch\"\"e.ma\".\"select '; --\" SELECT i, 'k' || i % 3, NULLIF(i, 1), 'x' FROM generate_series(1, 9) AS i",
            "INSERT INTO \"Sch\"\"e.ma\".\"Ünïcode\" SELECT i, i, 'o' || i % 2 FROM generate_series(1, 9) AS i");
        var table = new TableName("Sch\"e.ma", "select '; --");
        await shop.AppliesAndUndoesAsync(new(table, [new("Key \"x\"")], KeepPolicy.Parse("largest:#batch")) { Merge = [MergeRule.Parse("fill")] });
        await shop.AppliesAndUndoesAsync(new(table, [new("lower(\"Key \"\"x\"\"\")", Expression: true)], KeepPolicy.Parse("first")) { Merge = [MergeRule.Parse("größe=sum")], Where = "\"##\" = 'x'" });
    }

    [PostgreSqlFact]
    public async Task A_table_without_a_key_is_resolved_in_one_transaction()
    {
        await using var shop = await Resolution.OfAsync(
            "CREATE TABLE log (line text, n int, doc json)",
            "INSERT INTO log SELECT 'l' || i % 4, NULLIF(i % 2, 0), '{}' FROM generate_series(1, 40) AS i");
        var plan = await shop.PlanAsync(Resolution.Request("log", "line", "first", "n=sum"));
        plan.Warnings.ShouldHaveSingleItem().ShouldStartWith("public.log has no primary key");
        await shop.AppliesAndUndoesAsync(Resolution.Request("log", "line"));
        await shop.AppliesAndUndoesAsync(Resolution.Request("log", "line", "most-complete", "n=sum"));
        (await shop.ApplyAsync(Resolution.Request("log", "line"))).Removed.ShouldBe(36);
    }

    [PostgreSqlFact]
    public async Task A_partitioned_table_is_resolved_across_its_partitions()
    {
        await using var shop = await Resolution.OfAsync(
            "CREATE TABLE events (at int, email text, n int) PARTITION BY RANGE (at)",
            "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (15)", "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (15) TO (100)",
            "INSERT INTO events SELECT i, 'e' || i % 5, i FROM generate_series(1, 30) AS i");
        await shop.AppliesAndUndoesAsync(Resolution.Request("events", "email", "newest:at", "n=sum"));
        await shop.Database.ExecuteAsync("ALTER TABLE events ADD PRIMARY KEY (at)");
        await shop.AppliesAndUndoesAsync(Resolution.Request("events", "email", "newest:at", "n=sum"));
        await shop.Database.ExecuteAsync("CREATE TABLE clicks (id int PRIMARY KEY, at int REFERENCES events ON DELETE CASCADE); INSERT INTO clicks SELECT i, i FROM generate_series(1, 30) AS i");
        await shop.AppliesAndUndoesAsync(Resolution.Request("events", "email", "newest:at"));
    }

    [PostgreSqlTheory]
    [InlineData("CREATE VIEW v AS SELECT 1 AS id, 'a' AS key", "v", "is not a table")]
    [InlineData("CREATE TABLE p (id int, key text); CREATE TABLE q (extra int) INHERITS (p)", "p", "inherit from public.p")]
    [InlineData("CREATE TABLE r (id int, key text); CREATE RULE gone AS ON DELETE TO r DO INSTEAD NOTHING", "r", "has rules")]
    public async Task What_cannot_be_archived_safely_is_refused(string setup, string table, string reason)
    {
        await using var shop = await Resolution.OfAsync(setup);
        (await Should.ThrowAsync<RefusedException>(() => shop.PlanAsync(Resolution.Request(table, "key")))).Message.ShouldContain(reason);
    }

    [PostgreSqlTheory]
    [InlineData("key=max", "which is of the key")]
    [InlineData("id=max", "by which rows are known")]
    [InlineData("twice=max", "generated by the server")]
    [InlineData("n=union", "union joins arrays")]
    public async Task Merges_that_would_break_something_are_refused(string rule, string reason)
    {
        await using var shop = await Resolution.OfAsync("CREATE TABLE t (id int PRIMARY KEY, key text, n int, twice int GENERATED ALWAYS AS (n * 2) STORED)");
        (await Should.ThrowAsync<RefusedException>(() => shop.PlanAsync(Resolution.Request("t", "key", "first", rule)))).Message.ShouldContain(reason);
    }
}
