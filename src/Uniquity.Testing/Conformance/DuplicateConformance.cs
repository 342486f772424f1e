using Shouldly;
using Uniquity.Duplicates;
using Uniquity.Targets;
using Xunit;

namespace Uniquity.Testing.Conformance;

/// <summary>Duplicate groups are counted and listed as a unique index would see them.</summary>
public abstract class DuplicateConformance(IConformanceEngine engine) : TargetConformance(engine)
{
    private const string Users = """
        CREATE TABLE users (id integer PRIMARY KEY, email text, tenant_id integer, deleted_at text);
        INSERT INTO users VALUES (1, 'a', 1, NULL), (2, 'b', 1, NULL), (3, 'a', 2, NULL), (4, 'a', 1, '2026-01-01'),
            (5, NULL, 1, NULL), (6, NULL, 1, NULL), (7, 'c', NULL, NULL), (8, 'c', NULL, NULL), (9, 'd', 9, NULL)
        """;

    [ConformanceFact]
    public async Task Rows_groups_and_excess_rows_are_counted()
    {
        var report = await Count(Users, "email");
        (report.Rows, report.Groups, report.ExcessRows, report.NullKeyRows).ShouldBe((9, 2, 3, 2));
        report.Table.Name.ShouldBe("users");
        report.Key.ShouldHaveSingleItem().Part.ShouldBe("email");
    }

    [ConformanceFact]
    public async Task The_largest_group_comes_first_and_ties_are_in_the_order_of_the_key()
    {
        var report = await Count(Users + "; INSERT INTO users VALUES (10, 'd', 1, NULL)", "email");
        report.Top.Select(group => (group.Key[0].Field, group.Key[0].Value, group.Count)).ShouldBe([("email", "a", 3L), ("email", "c", 2L), ("email", "d", 2L)]);
    }

    [ConformanceFact]
    public async Task A_group_shows_the_ids_of_its_rows()
    {
        var report = await Count(Users, "email");
        report.Top[0].Ids.ShouldBe(["1", "3", "4"], ignoreOrder: true);
        report.Top[1].Ids.ShouldBe(["7", "8"], ignoreOrder: true);
    }

    [ConformanceFact]
    public async Task An_index_on_the_key_changes_nothing_in_the_answer()
    {
        var report = await Count(Users + "; CREATE INDEX ix ON users (email)", "email");
        (report.Rows, report.Groups, report.ExcessRows, report.NullKeyRows).ShouldBe((9, 2, 3, 2));
        report.Top[0].Ids.ShouldBe(["1", "3", "4"], ignoreOrder: true);
    }

    [ConformanceFact]
    public async Task A_composite_primary_key_is_shown_as_an_id_of_several_values()
    {
        var report = await Count("CREATE TABLE users (a text, b integer, email text, PRIMARY KEY (a, b)); INSERT INTO users VALUES ('x', 1, 'e'), ('y', 2, 'e')", "email");
        report.Top[0].Ids.ShouldBe(["x, 1", "y, 2"], ignoreOrder: true);
    }

    [ConformanceFact]
    public async Task Only_as_many_groups_and_ids_are_shown_as_are_asked_for()
    {
        var report = await Count(Users, "email", query => query with { Top = 1, IdsPerGroup = 2 });
        report.Top.ShouldHaveSingleItem().Ids.Count.ShouldBe(2);
        report.Groups.ShouldBe(2);
        (await Count("INSERT INTO users VALUES (99, 'z', 1, NULL)", "email", query => query with { Top = 0 })).Top.ShouldBeEmpty();
    }

    [ConformanceFact]
    public async Task Rows_with_a_null_key_part_are_no_duplicates()
    {
        var report = await Count(Users, "email, tenant_id");
        (report.Groups, report.ExcessRows, report.NullKeyRows).ShouldBe((1, 1, 4));
        report.Top.ShouldHaveSingleItem().Key.Select(part => part.Value).ShouldBe(["a", "1"]);
    }

    [ConformanceFact]
    public async Task Rows_with_a_null_key_part_are_duplicates_where_nulls_are_included()
    {
        var report = await Count(Users, "email, tenant_id", query => query with { IncludeNull = true });
        (report.Groups, report.ExcessRows, report.NullKeyRows).ShouldBe((3, 3, 4));
        var withNull = report.Top.Single(group => group.Key[0].IsNull);
        (withNull.Key[0].Value, withNull.Key[1].Value, withNull.Count).ShouldBe((null, "1", 2));
        withNull.Ids.ShouldBe(["5", "6"], ignoreOrder: true);
    }

    [ConformanceFact]
    public async Task Only_rows_that_pass_the_filter_count()
    {
        var report = await Count(Users, "email", query => query with { Where = "deleted_at IS NULL -- live" });
        (report.Rows, report.Groups, report.ExcessRows, report.NullKeyRows).ShouldBe((8, 2, 2, 2));
        report.Top.Single(group => group.Key[0].Value == "a").Ids.ShouldBe(["1", "3"], ignoreOrder: true);
    }

    [ConformanceFact]
    public async Task A_filter_of_several_conditions_does_not_fall_apart()
    {
        var report = await Count(Users, "email", query => query with { Where = "tenant_id = 1 OR tenant_id = 2" });
        (report.Rows, report.Groups, report.NullKeyRows).ShouldBe((6, 1, 2));
    }

    [ConformanceTheory]
    [InlineData("nosuchcolumn = 1")]
    [InlineData("1 = 1) OR (1 = 1")]
    [InlineData("1 = 1; DELETE FROM users")]
    [InlineData("email = 'open")]
    [InlineData("")]
    [InlineData("1 = 1 /* open")]
    public async Task A_filter_that_cannot_be_is_refused(string filter)
    {
        var target = await Given(Users);
        var query = new DuplicateQuery(await Table(target), await Key(target, "email")) { Where = filter };
        var error = await Should.ThrowAsync<UsageException>(async () => await target.Duplicates.CountAsync(query, null, default));
        error.Message.ShouldNotContain("\n");
    }

    [ConformanceFact]
    public async Task An_expression_is_a_key()
    {
        var report = await Count("CREATE TABLE users (id integer PRIMARY KEY, email text); INSERT INTO users VALUES (1, 'Ann'), (2, 'ann'), (3, 'bob')", "lower(email)");
        var group = report.Top.ShouldHaveSingleItem();
        (group.Key[0].Field, group.Key[0].Value, group.Count).ShouldBe(("lower(email)", "ann", 2));
        group.Ids.ShouldBe(["1", "2"], ignoreOrder: true);
    }

    [ConformanceTheory]
    [InlineData(Folding.None, 0)]
    [InlineData(Folding.Case, 2)]
    [InlineData(Folding.Space, 1)]
    [InlineData(Folding.Unicode, 1)]
    [InlineData(Folding.Case | Folding.Space | Folding.Unicode, 3)]
    public async Task Keys_are_folded_as_asked(Folding fold, int groups)
    {
        // Éva and éva; 'bo  b' and ' bo b ' with a tab; the ligature of ﬁx and fix; and FiX joins the last only with case folded.
        var report = await Count(
            "CREATE TABLE users (id integer PRIMARY KEY, name text); INSERT INTO users VALUES (1, 'Éva'), (2, 'éva'), (3, 'bo  b'), (4, ' bo\tb '), (5, 'ﬁx'), (6, 'fix'), (7, 'FiX'), (8, NULL)",
            "name",
            query => query with { Fold = fold });
        (report.Groups, report.NullKeyRows).ShouldBe((groups, 1));
        report.Top.ShouldAllBe(group => group.Ids.Count == group.Count);
    }

    [ConformanceFact]
    public async Task Keys_that_differ_in_case_are_two_keys()
    {
        var report = await Count("CREATE TABLE users (email text); INSERT INTO users VALUES ('A'), ('a'), ('a ')", "email");
        report.Groups.ShouldBe(0);
    }

    [ConformanceFact]
    public async Task An_empty_table_has_no_duplicates()
    {
        var report = await Count("CREATE TABLE users (email text)", "email");
        (report.Rows, report.Groups, report.ExcessRows, report.NullKeyRows).ShouldBe((0, 0, 0, 0));
        report.Top.ShouldBeEmpty();
    }

    [ConformanceFact]
    public async Task A_list_has_every_group_with_its_ids()
    {
        var target = await Given(Users);
        var query = new DuplicateQuery(await Table(target), await Key(target, "email")) { Top = 1, IdsPerGroup = 2 };
        var groups = await List(target, query);
        groups.OrderBy(group => group.Key[0].Value).Select(group => (group.Key[0].Value, group.Count, group.Ids.Count)).ShouldBe([("a", 3L, 2), ("c", 2L, 2)]);
        groups.SelectMany(group => group.Ids).ShouldAllBe(id => new[] { "1", "3", "4", "7", "8" }.Contains(id));
    }

    [ConformanceTheory]
    [InlineData(false, 1)]
    [InlineData(true, 3)]
    public async Task A_list_treats_nulls_as_the_count_does(bool includeNull, int groups)
    {
        var target = await Given(Users);
        var query = new DuplicateQuery(await Table(target), await Key(target, "email, tenant_id")) { IncludeNull = includeNull };
        (await List(target, query)).Count.ShouldBe(groups);
        (await target.Duplicates.CountAsync(query, null, default)).Groups.ShouldBe(groups);
    }

    [ConformanceFact]
    public async Task A_list_folds_and_filters_as_the_count_does()
    {
        var target = await Given("CREATE TABLE users (id integer PRIMARY KEY, email text); INSERT INTO users VALUES (1, 'Ann'), (2, 'ann '), (3, 'ANN'), (4, 'bob')");
        var query = new DuplicateQuery(await Table(target), await Key(target, "email")) { Fold = Folding.Case | Folding.Space, Where = "id < 3" };
        (await List(target, query)).ShouldHaveSingleItem().Ids.ShouldBe(["1", "2"], ignoreOrder: true);
    }

    [ConformanceTheory]
    [ClassData(typeof(HostileNames))]
    public async Task Names_of_any_spelling_are_counted(string name)
    {
        var quoted = HostileNames.Quote(name);
        var target = await Given($"CREATE TABLE {quoted} (id integer PRIMARY KEY, {quoted} text); INSERT INTO {quoted} VALUES (1, 'x'), (2, 'x'), (3, 'y')");
        var table = await Table(target, target.Statements.TableArgument(new Indexes.TableName((await target.FindTableAsync(quoted, default))?.Schema, name)));
        var query = new DuplicateQuery(table, [new Indexes.KeyPart(name)]);
        var report = await target.Duplicates.CountAsync(query, null, default);
        report.Top.ShouldHaveSingleItem().Ids.ShouldBe(["1", "2"], ignoreOrder: true);
        (await Database.RunInShellAsync(report.Query)).ShouldContain("x");
        (await List(target, query)).ShouldHaveSingleItem().Count.ShouldBe(2);
    }

    [ConformanceTheory]
    [InlineData("email", null, Folding.None)]
    [InlineData("email, tenant_id", "tenant_id = 1", Folding.None)]
    [InlineData("lower(email)", null, Folding.None)]
    [InlineData("email", null, Folding.Case | Folding.Space)]
    [InlineData("email", null, Folding.Case | Folding.Space | Folding.Unicode)]
    public async Task The_evidence_query_shows_the_same_group_in_the_shell(string key, string? where, Folding fold)
    {
        var report = await Count(Users, key, query => query with { Where = where, Fold = fold });
        var printed = await Database.RunInShellAsync(report.Query);
        printed.ShouldContain(report.Top[0].Key[0].Value!);
        printed.ShouldContain(report.Top[0].Count.ToString());
    }

    [ConformanceFact]
    public async Task Progress_ends_at_the_number_of_rows()
    {
        var target = await Given(Users);
        var seen = new List<DuplicateProgress>();
        await target.Duplicates.CountAsync(new DuplicateQuery(await Table(target), await Key(target, "email")), new Listener(seen.Add), default);
        seen[^1].Done.ShouldBe(9);
    }

    [ConformanceFact]
    public async Task Counted_and_listed_at_once_the_answers_are_those_of_each_alone()
    {
        var target = await Given(Users);
        var query = new DuplicateQuery(await Table(target), await Key(target, "email")) { Top = 1, IdsPerGroup = 2 };
        var each = new List<DuplicateGroup>();
        var report = await target.Duplicates.CountAsync(query, 1000, each.Add, null, default);
        (report.Rows, report.Groups, report.ExcessRows, report.NullKeyRows).ShouldBe((9, 2, 3, 2));
        var shown = report.Top.ShouldHaveSingleItem();
        (shown.Key[0].Value, shown.Count, shown.Ids.Count).ShouldBe(("a", 3, 2));
        each.Select(group => (group.Key[0].Value, group.Count, string.Join(' ', group.Ids.Order(StringComparer.Ordinal)))).ShouldBe([("a", 3L, "1 3 4"), ("c", 2L, "7 8")], ignoreOrder: true);
    }

    [ConformanceFact]
    public async Task A_cancelled_count_stops()
    {
        var target = await Given(Users);
        var query = new DuplicateQuery(await Table(target), await Key(target, "email"));
        await Should.ThrowAsync<OperationCanceledException>(async () => await target.Duplicates.CountAsync(query, null, new CancellationToken(true)));
        (await target.Duplicates.CountAsync(query, null, default)).Groups.ShouldBe(2, "the target must be of use after a cancelled call");
    }

    private async Task<DuplicateReport> Count(string scene, string key, Func<DuplicateQuery, DuplicateQuery>? with = null)
    {
        var target = await Given(scene);
        var query = new DuplicateQuery(await Table(target), await Key(target, key));
        return await target.Duplicates.CountAsync(with?.Invoke(query) ?? query, null, default);
    }

    private static async Task<List<DuplicateGroup>> List(ITarget target, DuplicateQuery query)
    {
        var groups = new List<DuplicateGroup>();
        await foreach (var group in target.Duplicates.ListAsync(query, default)) groups.Add(group);
        return groups;
    }

    private sealed class Listener(Action<DuplicateProgress> listen) : IProgress<DuplicateProgress>
    {
        public void Report(DuplicateProgress value) => listen(value);
    }
}
