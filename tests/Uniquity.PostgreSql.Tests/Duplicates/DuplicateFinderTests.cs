using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.PostgreSql.Tests.Duplicates;

public class DuplicateFinderTests : OnPostgreSql
{
    private static readonly KeyPart Email = new("email");

    [PostgreSqlFact]
    public async Task Rows_groups_excess_and_nulls_are_counted_and_the_largest_come_first()
    {
        await RunAsync("""
            CREATE TABLE users (id int PRIMARY KEY, email text);
            INSERT INTO users VALUES (1,'b'),(2,'b'),(3,'a'),(4,'a'),(5,'c'),(6,'c'),(7,'c'),(8,'single'),(9,NULL),(10,NULL);
            """);
        var report = await CountAsync(new(await TableAsync("users"), [Email]));
        (report.Rows, report.Groups, report.ExcessRows, report.NullKeyRows).ShouldBe((10, 3, 4, 2));
        report.Top.Select(group => (group.Key[0].Value, group.Count, string.Join(' ', group.Ids))).ShouldBe([("c", 3, "5 6 7"), ("a", 2, "3 4"), ("b", 2, "1 2")]);
        report.Top[0].Key[0].Field.ShouldBe("email");
        report.Query.ShouldBe("SELECT email, count(*) FROM public.users WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1 ORDER BY count(*) DESC");
        (await Database.ScalarAsync<string>(report.Query)).ShouldBe("c");
    }

    [PostgreSqlFact]
    public async Task Nulls_form_groups_only_when_asked_for()
    {
        await RunAsync("CREATE TABLE t (id int PRIMARY KEY, email text, b int); INSERT INTO t VALUES (1,NULL,1),(2,NULL,1),(3,NULL,2),(4,'x',1)");
        var query = new DuplicateQuery(await TableAsync("t"), [Email, new("b")]);
        (await CountAsync(query)).Groups.ShouldBe(0);
        var report = await CountAsync(query with { IncludeNull = true });
        (report.Rows, report.Groups, report.ExcessRows, report.NullKeyRows).ShouldBe((4, 1, 1, 3));
        report.Top[0].Key.ShouldBe([new("email", null, IsNull: true), new("b", "1")]);
        report.Top[0].Ids.ShouldBe(["1", "2"]);
        (await ListAsync(query with { IncludeNull = true })).Single().Key[0].IsNull.ShouldBeTrue();
        (await ListAsync(query)).ShouldBeEmpty();
    }

    [PostgreSqlTheory]
    [InlineData(Folding.None, 1)]
    [InlineData(Folding.Case, 2)]
    [InlineData(Folding.Space, 3)]
    [InlineData(Folding.Unicode, 2)]
    [InlineData(Folding.Case | Folding.Space | Folding.Unicode, 7)]
    public async Task Folding_takes_differences_for_none(Folding fold, int largest)
    {
        await RunAsync("""
            CREATE TABLE t (id serial PRIMARY KEY, email text);
            INSERT INTO t (email) VALUES ('bär'), ('BÄR'), ('  bär '), (E'bär\t'), ('ba' || U&'\0308' || 'r'), ('ＢÄR'), (U&'\00A0bär');
            """);
        var report = await CountAsync(new(await TableAsync("t"), [Email]) { Fold = fold });
        (report.Groups == 0 ? 1 : report.Top[0].Count).ShouldBe(largest);
        if (largest > 1) report.Top[0].Ids.Count.ShouldBe(largest);
    }

    [PostgreSqlFact]
    public async Task Numbers_are_not_folded_and_expressions_are()
    {
        await RunAsync("CREATE TABLE t (id int, email varchar(20)); INSERT INTO t VALUES (1,'A'),(1,'a'),(2,'b')");
        var table = await TableAsync("t");
        (await CountAsync(new(table, [new("id")]) { Fold = Folding.Case | Folding.Space })).Groups.ShouldBe(1);
        (await CountAsync(new(table, [new("lower(email)", Expression: true)]))).Top[0].Key.ShouldBe([new("lower(email)", "a")]);
    }

    [PostgreSqlFact]
    public async Task A_filter_limits_what_is_counted_and_a_wrong_one_is_said()
    {
        await RunAsync("CREATE TABLE t (id int PRIMARY KEY, email text, gone bool); INSERT INTO t VALUES (1,'a',true),(2,'a',false),(3,'a',false)");
        var query = new DuplicateQuery(await TableAsync("t"), [Email]) { Where = "NOT gone" };
        var report = await CountAsync(query);
        (report.Rows, report.ExcessRows, string.Join(' ', report.Top[0].Ids)).ShouldBe((2, 1, "2 3"));
        (await ListAsync(query)).Single().Ids.ShouldBe(["2", "3"], ignoreOrder: true);
        var wrong = await Should.ThrowAsync<UsageException>(async () => await CountAsync(query with { Where = "NOT gne" }));
        wrong.Message.ShouldBe("The filter NOT gne cannot be read: column \"gne\" does not exist.");
    }

    [PostgreSqlFact]
    public async Task Types_compare_as_their_indexes_do()
    {
        await RunAsync("""
            CREATE SCHEMA ext; CREATE EXTENSION citext SCHEMA ext;
            CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE TYPE pair AS (a int, b text);
            CREATE TABLE t (id int, c ext.citext, n numeric, f text COLLATE folded, u uuid, m mood, p pair, a int[], b bytea, j jsonb, d timestamptz, r int4range);
            INSERT INTO t SELECT g, CASE g WHEN 1 THEN 'a' ELSE 'A' END, CASE g WHEN 1 THEN 1.0 ELSE 1.00 END, CASE g WHEN 1 THEN 'x' ELSE 'X' END,
              '0b6ad0b5-3a5e-4f0c-8d2c-0b6ad0b53a5e', 'sad', ROW(1,'x')::pair, '{1,2}', '\x00ff', '{"a":1}', '2026-01-01 00:00+00', '[1,5)' FROM generate_series(1, 2) g;
            """);
        var table = await TableAsync("t");
        foreach (var column in new[] { "c", "n", "f", "u", "m", "p", "a", "b", "j", "d", "r" })
        {
            var report = await CountAsync(new(table, [new(column)]));
            report.Groups.ShouldBe(1, column);
            report.Top[0].Ids.Count.ShouldBe(2, column);
        }
    }

    [PostgreSqlFact]
    public async Task A_key_without_a_primary_key_shows_where_its_rows_are()
    {
        await RunAsync("CREATE TABLE t (email text); INSERT INTO t VALUES ('a'), ('a')");
        (await CountAsync(new(await TableAsync("t"), [Email]))).Top[0].Ids.ShouldBe(["(0,1)", "(0,2)"]);
        await RunAsync("CREATE TABLE c (a int, b text, email text, PRIMARY KEY (b, a)); INSERT INTO c VALUES (1,'x','a'), (2,'x','a')");
        (await CountAsync(new(await TableAsync("c"), [Email]))).Top[0].Ids.ShouldBe(["x, 1", "x, 2"]);
    }

    [PostgreSqlFact]
    public async Task A_large_table_is_counted_in_slices_with_the_same_outcome()
    {
        await RunAsync("""
            CREATE TABLE big (id int PRIMARY KEY, email text, tenant int);
            INSERT INTO big SELECT i, nullif('u' || i % 270000, 'u7'), i % 3 FROM generate_series(1, 300000) i; ANALYZE big;
            """);
        var table = await TableAsync("big");
        var report = await CountAsync(new(table, [Email]) { Top = 3 });
        (report.Rows, report.Groups, report.ExcessRows, report.NullKeyRows).ShouldBe((300000, 30000 - 1, 30000 - 1, 2));
        Target.StatementLog.ShouldContain(statement => statement.Contains("hashtext(k1)", StringComparison.Ordinal));
        report.Top.Select(group => group.Key[0].Value).ShouldBe(["u1", "u10", "u100"]);
        report.Top[0].Ids.ShouldBe(["1", "270001"]);
        (await CountAsync(new(table, [Email, new("tenant")]) { IncludeNull = true })).Groups.ShouldBe(30000);
        (await ListAsync(new(table, [Email]))).Count.ShouldBe(30000 - 1);
    }

    [PostgreSqlFact]
    public async Task Every_group_is_listed_with_no_more_ids_than_asked_for()
    {
        await RunAsync("CREATE TABLE t (id int PRIMARY KEY, email text); INSERT INTO t SELECT i, 'k' || i % 5 FROM generate_series(0, 99) i");
        var query = new DuplicateQuery(await TableAsync("t"), [Email]) { IdsPerGroup = 3 };
        var groups = await ListAsync(query);
        groups.Count.ShouldBe(5);
        groups.ShouldAllBe(group => group.Count == 20 && group.Ids.Count == 3);
        (await ListAsync(query with { IdsPerGroup = 0 })).ShouldAllBe(group => group.Count == 20 && group.Ids.Count == 0);
        (await CountAsync(query)).Top[0].Ids.Count.ShouldBe(3);
    }

    [PostgreSqlFact]
    public async Task A_list_left_half_way_leaves_the_session_usable()
    {
        await RunAsync("CREATE TABLE t (id int PRIMARY KEY, email text); INSERT INTO t SELECT i, 'k' || i % 5000 FROM generate_series(1, 20000) i");
        var query = new DuplicateQuery(await TableAsync("t"), [Email]);
        await foreach (var group in Target.Duplicates.ListAsync(query, None))
        {
            group.Count.ShouldBe(4);
            break;
        }

        (await CountAsync(query)).Groups.ShouldBe(5000);
    }

    [PostgreSqlFact]
    public async Task A_partitioned_table_is_counted_whole()
    {
        await RunAsync("""
            CREATE TABLE e (id int, email text) PARTITION BY LIST (id);
            CREATE TABLE e1 PARTITION OF e FOR VALUES IN (1); CREATE TABLE e2 PARTITION OF e FOR VALUES IN (2);
            INSERT INTO e VALUES (1,'a'), (2,'a');
            """);
        (await CountAsync(new(await TableAsync("e"), [Email]))).Top[0].Ids.ShouldBe(["e1 (0,1)", "e2 (0,1)"]);
    }

    [PostgreSqlFact]
    public async Task What_this_user_may_not_read_is_said_and_not_counted_in_part()
    {
        await RunAsync("""
            CREATE TABLE hidden (id int, email text); CREATE TABLE partly (id int, email text);
            ALTER TABLE partly ENABLE ROW LEVEL SECURITY; CREATE POLICY mine ON partly USING (id = 1);
            DROP ROLE IF EXISTS uniquity_reader; CREATE ROLE uniquity_reader LOGIN; GRANT SELECT ON partly TO uniquity_reader;
            """);
        await using var reader = await PostgreSql.Targets.PostgreSqlTarget.OpenAsync(Database.Url.Replace("postgres@", "uniquity_reader@", StringComparison.Ordinal), null, None);
        (await Should.ThrowAsync<TargetException>(async () => await reader.Duplicates.CountAsync(new(new("public", "hidden"), [Email]), null, None))).Message
            .ShouldBe("The duplicates of public.hidden could not be counted: permission denied for table hidden.");
        (await Should.ThrowAsync<TargetException>(async () => await reader.Duplicates.CountAsync(new(new("public", "partly"), [Email]), null, None))).Message
            .ShouldBe("The duplicates of public.partly could not be counted: row-level security hides rows of it from this user; a role with BYPASSRLS sees all.");
    }

    private async Task<DuplicateReport> CountAsync(DuplicateQuery query) => await Target.Duplicates.CountAsync(query, null, None);

    private async Task<IReadOnlyList<DuplicateGroup>> ListAsync(DuplicateQuery query)
    {
        var groups = new List<DuplicateGroup>();
        await foreach (var group in Target.Duplicates.ListAsync(query, None)) groups.Add(group);
        return groups;
    }
}
