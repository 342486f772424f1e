using Shouldly;
using Uniquity.Indexes;
using Xunit;

namespace Uniquity.Testing.Conformance;

/// <summary>Unique indexes are listed as the catalogue describes them.</summary>
public abstract class IndexConformance(IConformanceEngine engine) : TargetConformance(engine)
{
    [ConformanceFact]
    public async Task A_unique_index_is_listed_with_its_key_in_order()
    {
        var target = await Given("CREATE TABLE users (id integer, a text, b text); CREATE UNIQUE INDEX ux_users_ba ON users (b, a)");
        var index = (await target.GetUniqueIndexesAsync(await Table(target), default)).ShouldHaveSingleItem();
        index.Name.ShouldBe("ux_users_ba");
        index.Table.ShouldBe(await Table(target));
        index.Key.Select(part => part.Part).ShouldBe(["b", "a"]);
        index.Key.ShouldAllBe(part => !part.Expression && !part.Descending && part.Collation == null);
        (index.Primary, index.Constraint, index.Valid, index.Hidden, index.Deferrable).ShouldBe((false, false, true, false, false));
        index.Filter.ShouldBeNull();
        index.Nulls.ShouldBe(NullHandling.Distinct);
        index.Collation.ShouldBeNull();
    }

    [ConformanceFact]
    public async Task A_primary_key_is_listed_as_primary()
    {
        var target = await Given("CREATE TABLE users (id integer PRIMARY KEY, email text)");
        var index = await Index(target, "users", "id");
        (index.Primary, index.Constraint).ShouldBe((true, true));
    }

    [ConformanceFact]
    public async Task A_primary_key_of_two_columns_is_one_index()
    {
        var target = await Given("CREATE TABLE lines (order_id integer NOT NULL, line integer NOT NULL, PRIMARY KEY (order_id, line))");
        (await Index(target, "lines", "order_id", "line")).Primary.ShouldBeTrue();
    }

    [ConformanceFact]
    public async Task A_unique_constraint_is_told_from_a_unique_index()
    {
        var target = await Given("CREATE TABLE users (email text UNIQUE, name text); CREATE UNIQUE INDEX ux_name ON users (name)");
        (await Index(target, "users", "email")).Constraint.ShouldBeTrue();
        (await Index(target, "users", "name")).Constraint.ShouldBeFalse();
    }

    [ConformanceFact]
    public async Task An_index_that_is_not_unique_is_not_listed()
    {
        var target = await Given("CREATE TABLE users (email text); CREATE INDEX ix_email ON users (email)");
        (await target.GetUniqueIndexesAsync(await Table(target), default)).ShouldBeEmpty();
    }

    [ConformanceFact]
    public async Task A_filter_is_reported_so_that_it_can_be_used_again()
    {
        var target = await Given("CREATE TABLE users (email text, deleted_at text); CREATE UNIQUE INDEX ux ON users (email) WHERE deleted_at IS NULL AND email <> ')'");
        var filter = (await Index(target, "users", "email")).Filter.ShouldNotBeNull();
        await Database.ExecuteAsync("INSERT INTO users VALUES ('a', NULL), (')', NULL), ('b', '2026-01-01')");
        var count = await target.Facts.CountAsync(await Table(target), [new Facts.Condition.Passes(filter)], 10, default);
        count.Value.ShouldBe(1);
    }

    [ConformanceFact]
    public async Task An_expression_is_reported_as_one_that_the_target_reads_back()
    {
        var target = await Given("CREATE TABLE users (id integer, email text); CREATE UNIQUE INDEX ux ON users (lower(email), id)");
        var index = (await target.GetUniqueIndexesAsync(await Table(target), default)).ShouldHaveSingleItem();
        index.Key.Select(part => part.Expression).ShouldBe([true, false]);
        index.Key[0].Part.ShouldBe("lower(email)");
        (await Key(target, target.Statements.KeyArgument(index.Key))).ShouldBe(index.Key);
    }

    [ConformanceFact]
    public async Task A_descending_part_is_reported()
    {
        var target = await Given("CREATE TABLE users (a text, b text); CREATE UNIQUE INDEX ux ON users (a DESC, b)");
        (await Index(target, "users", "a", "b")).Key.Select(part => part.Descending).ShouldBe([true, false]);
    }

    [ConformanceFact]
    public async Task Without_a_table_the_indexes_of_all_tables_come_in_their_order()
    {
        var target = await Given("CREATE TABLE b (x text UNIQUE); CREATE TABLE a (x text, y text); CREATE UNIQUE INDEX a2 ON a (x); CREATE UNIQUE INDEX a1 ON a (y)");
        var indexes = await target.GetUniqueIndexesAsync(null, default);
        indexes.Select(index => index.Table.Name).ShouldBe(["a", "a", "b"]);
        indexes.Take(2).Select(index => index.Name).ShouldBe(["a1", "a2"]);
    }

    [ConformanceFact]
    public async Task A_second_index_on_the_same_key_is_warned_about()
    {
        var target = await Given("CREATE TABLE users (email text UNIQUE); CREATE UNIQUE INDEX ux_again ON users (email)");
        var indexes = await target.GetUniqueIndexesAsync(await Table(target), default);
        var warned = indexes.Where(index => index.Warnings.Any(warning => warning.Code == "redundant")).ToList();
        warned.ShouldHaveSingleItem().Name.ShouldBe("ux_again");
    }

    [ConformanceFact]
    public async Task A_key_that_holds_another_unique_key_is_warned_about()
    {
        var target = await Given("CREATE TABLE users (email text, name text); CREATE UNIQUE INDEX ux_email ON users (email); CREATE UNIQUE INDEX ux_both ON users (name, email)");
        (await Index(target, "users", "name", "email")).Warnings.ShouldContain(warning => warning.Code == "redundant" && warning.Why.Contains("ux_email"));
        (await Index(target, "users", "email")).Warnings.ShouldBeEmpty();
    }

    [ConformanceFact]
    public async Task An_index_filtered_otherwise_is_not_redundant()
    {
        var target = await Given("CREATE TABLE users (email text, name text); CREATE UNIQUE INDEX ux_some ON users (email) WHERE name IS NOT NULL; CREATE UNIQUE INDEX ux_all ON users (email)");
        var indexes = await target.GetUniqueIndexesAsync(await Table(target), default);
        indexes.Single(index => index.Name == "ux_all").Warnings.ShouldBeEmpty();
    }

    [ConformanceFact]
    public async Task Sizes_are_told_in_bytes()
    {
        var target = await Given("CREATE TABLE users (email text UNIQUE); INSERT INTO users VALUES ('a')");
        (await Index(target, "users", "email")).SizeBytes.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(1024);
    }

    [ConformanceTheory]
    [ClassData(typeof(HostileNames))]
    public async Task Names_of_any_spelling_are_listed(string name)
    {
        var quoted = HostileNames.Quote(name);
        var target = await Given($"CREATE TABLE keep (x text); CREATE TABLE {quoted} ({quoted} text); CREATE UNIQUE INDEX {HostileNames.Quote("u" + name[1..])} ON {quoted} ({quoted})");
        var index = (await target.GetUniqueIndexesAsync(null, default)).ShouldHaveSingleItem();
        index.Table.Name.ShouldBe(name);
        index.Name.ShouldBe("u" + name[1..]);
        index.Key.ShouldHaveSingleItem().Part.ShouldBe(name);
    }
}
