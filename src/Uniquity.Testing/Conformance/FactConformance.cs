using Shouldly;
using Uniquity.Facts;
using Uniquity.Indexes;
using Xunit;

namespace Uniquity.Testing.Conformance;

/// <summary>Facts are right, bounded, and shown by queries that anyone can run.</summary>
public abstract class FactConformance(IConformanceEngine engine) : TargetConformance(engine)
{
    private const string Users = """
        CREATE TABLE users (id integer PRIMARY KEY, email text, age integer NOT NULL DEFAULT 5, note text);
        INSERT INTO users VALUES (1, 'a', 1, 'x'), (2, 'b', 2, NULL), (3, NULL, 3, 'x'), (4, '', 4, 'it''s')
        """;

    [ConformanceFact]
    public async Task Columns_come_in_their_order_with_what_they_hold()
    {
        var target = await Given(Users);
        var columns = await target.Facts.GetColumnsAsync(await Table(target), default);
        columns.Select(column => column.Name).ShouldBe(["id", "email", "age", "note"]);
        columns.Select(column => column.IsText).ShouldBe([false, true, false, true]);
        columns.Select(column => column.Nullable).ShouldBe([false, true, false, true]);
        columns[1].Generator.ShouldBeNull();
        columns[2].Generator.ShouldBe("5");
        columns[0].Type.ShouldBe("integer", StringCompareShould.IgnoreCase);
    }

    [ConformanceFact]
    public async Task Conditions_are_joined_by_and()
    {
        (await Count()).ShouldBe(4);
        (await Count(new Condition.Equal(Part("note"), "x"))).ShouldBe(2);
        (await Count(new Condition.Equal(Part("note"), "x"), new Condition.IsNull(Part("email")))).ShouldBe(1);
        (await Count(new Condition.Equal(Part("note"), "it's"))).ShouldBe(1);
        (await Count(new Condition.Equal(Part("age"), "3"))).ShouldBe(1);
        (await Count(new Condition.Equal(new KeyPart("upper(email)", Expression: true), "A"))).ShouldBe(1);
    }

    [ConformanceFact]
    public async Task A_row_passes_a_filter_or_fails_it_and_unknown_is_failing()
    {
        (await Count(new Condition.Passes("note = 'x' OR note = 'y'"), new Condition.Equal(Part("email"), "b"))).ShouldBe(0);
        (await Count(new Condition.Passes("note = 'x'"))).ShouldBe(2);
        (await Count(new Condition.Fails("note = 'x'"))).ShouldBe(2);
    }

    [ConformanceFact]
    public async Task A_count_goes_no_further_than_its_cap()
    {
        var target = await Given(Users);
        var fact = await target.Facts.CountAsync(await Table(target), [], 3, default);
        fact.Value.ShouldBe(3);
        (await Database.RunInShellAsync(fact.Query)).Trim().ShouldBe("3");
    }

    [ConformanceFact]
    public async Task Rows_are_fetched_to_the_limit()
    {
        var target = await Given(Users);
        var fact = await target.Facts.FindRowsAsync(await Table(target), [new Condition.Equal(Part("note"), "x")], 1, default);
        fact.Value.ShouldHaveSingleItem().Text("note").ShouldBe("x");
        (await target.Facts.FindRowsAsync(await Table(target), [], 100, default)).Value.Count.ShouldBe(4);
        (await Database.RunInShellAsync(fact.Query)).ShouldContain("x");
    }

    [ConformanceFact]
    public async Task An_estimate_is_near_the_count()
    {
        var target = await Given("CREATE TABLE users (id integer PRIMARY KEY); INSERT INTO users WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n");
        var fact = await target.Facts.EstimateRowsAsync(await Table(target), default);
        fact.Value.ShouldBeInRange(900, 1100);
        await Database.RunInShellAsync(fact.Query);
    }

    [ConformanceFact]
    public async Task A_sample_has_values_and_no_nulls()
    {
        var target = await Given(Users);
        var fact = await target.Facts.SampleAsync(await Table(target), Part("email"), 10, default);
        fact.Value.ShouldBe(["a", "b", ""], ignoreOrder: true);
        (await Database.RunInShellAsync(fact.Query)).ShouldContain("a");
    }

    [ConformanceFact]
    public async Task A_sample_of_a_large_table_is_small_and_spread()
    {
        var target = await Given("CREATE TABLE users (id integer PRIMARY KEY, email text); INSERT INTO users WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000) SELECT i, 'u' || i FROM n");
        var fact = await target.Facts.SampleAsync(await Table(target), Part("id"), 100, default);
        fact.Value.Count.ShouldBeInRange(50, 100);
        fact.Value.Select(int.Parse).Count(id => id > 25_000).ShouldBeInRange(fact.Value.Count / 4, fact.Value.Count * 3 / 4);
        fact.Value.Distinct().Count().ShouldBe(fact.Value.Count);
        await Database.RunInShellAsync(fact.Query);
    }

    [ConformanceTheory]
    [InlineData("Ann", "ann", true)]
    [InlineData("ann", "ann", false)]
    [InlineData("ann", "bob", false)]
    [InlineData("it's", "IT'S", true)]
    public async Task An_expression_that_folds_is_seen(string refused, string stored, bool folded)
    {
        var target = await Given("CREATE TABLE users (email text); CREATE UNIQUE INDEX ux ON users (lower(email))");
        var fact = await target.Facts.EqualOnlyByFoldingAsync(await Index(target, "users", "lower(email)"), 0, refused, stored, default);
        fact.Value.ShouldBe(folded);
        await Database.RunInShellAsync(fact.Query);
    }

    [ConformanceTheory]
    [InlineData("text", "Ann", "ann")]
    [InlineData("text", "ann", "ann")]
    [InlineData("integer", "42", "042")]
    public async Task A_plain_column_folds_nothing(string type, string refused, string stored)
    {
        var target = await Given($"CREATE TABLE users (email {type} UNIQUE)");
        (await target.Facts.EqualOnlyByFoldingAsync(await Index(target, "users", "email"), 0, refused, stored, default)).Value.ShouldBeFalse();
    }

    [ConformanceFact]
    public async Task A_filter_that_cannot_be_is_not_checked_or_refused_in_one_line()
    {
        var target = await Given(Users);
        var table = await Table(target);
        var error = await Should.ThrowAsync<Exception>(async () => await target.Facts.CountAsync(table, [new Condition.Passes("nosuch = 1")], 1, default));
        (error is NotCheckedException or Targets.UsageException).ShouldBeTrue(error.ToString());
        error.Message.ShouldContain("nosuch");
        error.Message.ShouldNotContain("\n");
        (await target.Facts.CountAsync(table, [], 9, default)).Value.ShouldBe(4, "the target must be of use after a refused question");
    }

    private static KeyPart Part(string column) => new(column);

    private async Task<long> Count(params Condition[] where)
    {
        var target = await Given("DROP TABLE IF EXISTS users;" + Users);
        var fact = await target.Facts.CountAsync(await Table(target), where, 1000, default);
        (await Database.RunInShellAsync(fact.Query)).Trim().ShouldBe(fact.Value.ToString());
        return fact.Value;
    }
}
