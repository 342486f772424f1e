using Uniquity.Indexes;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Indexes;

public class CatalogueTests : OnPostgreSql
{
    [PostgreSqlFact]
    public async Task Columns_expressions_directions_and_filters_are_read()
    {
        await RunAsync("""
            CREATE TABLE users (id bigint PRIMARY KEY, email text, tenant int, deleted_at timestamptz, extra text);
            CREATE UNIQUE INDEX users_key ON users (tenant DESC, lower(email)) INCLUDE (extra) WHERE deleted_at IS NULL;
            """);
        var index = await IndexAsync("users_key");
        index.Table.ShouldBe(new TableName("public", "users"));
        index.Key.ShouldBe([new KeyPart("tenant", Descending: true), new KeyPart("lower(email)", Expression: true)]);
        index.Filter.ShouldBe("deleted_at IS NULL");
        (index.Primary, index.Constraint, index.Valid, index.Deferrable, index.Hidden).ShouldBe((false, false, true, false, false));
        index.SizeBytes.ShouldNotBeNull().ShouldBeGreaterThan(0);
        index.Reads.ShouldBe(0);
        index.Warnings.ShouldBeEmpty();
    }

    [PostgreSqlFact]
    public async Task Constraints_are_told_from_indexes_and_deferrable_ones_from_others()
    {
        await RunAsync("CREATE TABLE t (id int PRIMARY KEY, pos int UNIQUE DEFERRABLE, a int UNIQUE)");
        (await IndexAsync("t_pkey")).Primary.ShouldBeTrue();
        (await IndexAsync("t_pkey")).Constraint.ShouldBeTrue();
        (await IndexAsync("t_pos_key")).Deferrable.ShouldBeTrue();
        (await IndexAsync("t_a_key")).Deferrable.ShouldBeFalse();
    }

    [PostgreSqlFact]
    public async Task Nulls_not_distinct_and_collations_are_read()
    {
        await RunAsync("""
            CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            CREATE TABLE t (a text, b text COLLATE folded, c text);
            CREATE UNIQUE INDEX t_a ON t (a) NULLS NOT DISTINCT;
            CREATE UNIQUE INDEX t_b ON t (b);
            CREATE UNIQUE INDEX t_c ON t (c COLLATE folded);
            """);
        (await IndexAsync("t_a")).Nulls.ShouldBe(NullHandling.NotDistinct);
        (await IndexAsync("t_b")).Nulls.ShouldBe(NullHandling.Distinct);
        (await IndexAsync("t_b")).Collation.ShouldBeNull("it is the column's own");
        (await IndexAsync("t_c")).Collation.ShouldBe("folded");
        (await IndexAsync("t_c")).Key[0].Collation.ShouldBe("folded");
    }

    [PostgreSqlFact]
    public async Task Exclusion_constraints_and_plain_indexes_are_left_out()
    {
        await RunAsync("CREATE TABLE t (r int4range, a int, EXCLUDE USING gist (r WITH &&)); CREATE INDEX ON t (a)");
        (await Target.GetUniqueIndexesAsync(null, None)).ShouldBeEmpty();
    }

    [PostgreSqlFact]
    public async Task An_index_that_a_failed_build_left_says_that_it_still_enforces()
    {
        await RunAsync("CREATE TABLE t (a int); INSERT INTO t VALUES (1), (1)");
        await Database.RefusedAsync("CREATE UNIQUE INDEX CONCURRENTLY t_a ON t (a)");
        (await IndexAsync("t_a")).Valid.ShouldBeFalse();
        (await IndexAsync("t_a")).Warnings.Single().ShouldBe(new IndexWarning("UQ205", "t_a is invalid, left by a build that failed; it enforces nothing and no query can use it."));
        await RunAsync("UPDATE pg_index SET indisready = true WHERE indexrelid = 't_a'::regclass");
        (await IndexAsync("t_a")).Warnings.Single().ShouldBe(new IndexWarning("UQ205", "t_a is invalid, left by a build that failed, and refuses duplicates all the same; no query can use it."));
    }

    [PostgreSqlFact]
    public async Task Redundant_indexes_name_the_one_that_does_their_work()
    {
        await RunAsync("""
            CREATE TABLE t (id int PRIMARY KEY, a int, b int);
            CREATE UNIQUE INDEX t_wide ON t (id, a); CREATE UNIQUE INDEX t_again ON t (id);
            CREATE UNIQUE INDEX t_live ON t (a) WHERE b > 0; CREATE UNIQUE INDEX t_a_b ON t (a, b);
            """);
        (await IndexAsync("t_wide")).Warnings.ShouldContain(new IndexWarning("redundant", "t_again already keeps (id) unique, so (id, a) can never collide first."));
        (await IndexAsync("t_again")).Warnings.Single().ShouldBe(new IndexWarning("redundant", "t_pkey has the same key."));
        (await IndexAsync("t_pkey")).Warnings.ShouldBeEmpty();
        (await IndexAsync("t_a_b")).Warnings.ShouldBeEmpty("the narrower one covers only some rows");
    }

    [PostgreSqlFact]
    public async Task An_index_of_one_partition_alone_is_warned_of()
    {
        await RunAsync("""
            CREATE TABLE events (id int, email text, day int) PARTITION BY LIST (day);
            CREATE TABLE events_1 PARTITION OF events FOR VALUES IN (1);
            CREATE TABLE events_2 PARTITION OF events FOR VALUES IN (2);
            CREATE UNIQUE INDEX events_1_email ON events_1 (email);
            CREATE UNIQUE INDEX events_id ON events (id, day);
            """);
        var indexes = await Target.GetUniqueIndexesAsync(null, None);
        indexes.Select(index => index.Name).ShouldBe(["events_id", "events_1_email", "events_1_id_day_idx", "events_2_id_day_idx"]);
        indexes.Single(index => index.Name == "events_1_email").Warnings.Single().ShouldBe(
            new IndexWarning("UQ208", "events_1_email keeps keys unique within the partition public.events_1 only: events has no such index."));
        indexes.Where(index => index.Name != "events_1_email").ShouldAllBe(index => index.Warnings.Count == 0);
        indexes[0].SizeBytes.ShouldBe(2 * 8192);
    }

    [PostgreSqlFact]
    public async Task Names_of_any_spelling_are_read_as_they_are()
    {
        await RunAsync("""
            CREATE SCHEMA "Odd ""schema";
            CREATE TABLE "Odd ""schema"."select" ("we""ird col" int, "ünï" text, CONSTRAINT "a.b c" UNIQUE ("we""ird col", "ünï"));
            """);
        var index = await IndexAsync("a.b c");
        index.Table.ShouldBe(new TableName("Odd \"schema", "select"));
        index.Key.Select(part => part.Part).ShouldBe(["we\"ird col", "ünï"]);
        (await Target.GetUniqueIndexesAsync(index.Table, None)).Count.ShouldBe(1);
    }
}
