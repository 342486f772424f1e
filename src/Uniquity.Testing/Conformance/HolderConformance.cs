using Shouldly;
using Uniquity.Facts;
using Uniquity.Statements;
using Uniquity.Targets;
using Uniquity.Violations;
using Xunit;

namespace Uniquity.Testing.Conformance;

/// <summary>The row that holds a key is found as the index itself would find it.</summary>
public abstract class HolderConformance(IConformanceEngine engine) : TargetConformance(engine)
{
    [ConformanceTheory]
    [InlineData("ann@example.com")]
    [InlineData("it's")]
    [InlineData("we\"ird")]
    [InlineData("")]
    [InlineData("007")]
    [InlineData("a, b)=(c")]
    [InlineData("line\nbreak")]
    [InlineData("großes 名前 🚀")]
    [InlineData("back\\slash")]
    [InlineData("'; DROP TABLE users; --")]
    [InlineData("null")]
    [InlineData("tab\there\r\n\tand\there")]
    [InlineData("\u0001\u001b[31m red'\\")]
    [InlineData("abc\u202egpj.exe\u2066")]
    [InlineData("zero\u200bwidth\u00adsoft\ufeff")]
    public async Task A_text_is_found_as_it_was_printed(string email)
    {
        var target = await Given($"CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE); INSERT INTO users VALUES (1, 'other'), (2, '{email.Replace("'", "''")}')");
        var holder = await Find(target, "email", email);
        holder.Row.ShouldNotBeNull().Text("id").ShouldBe("2");
        holder.Row!.Text("email").ShouldBe(email);
        holder.StoredKey.ShouldBe([email]);
        holder.Query.ShouldNotContain(character => HiddenCharacter.Is(character));
        (await Database.RunInShellAsync(holder.Query)).ShouldContain("2");
    }

    [ConformanceFact]
    public async Task A_key_that_nobody_holds_is_not_found()
    {
        var target = await Given("CREATE TABLE users (id integer PRIMARY KEY, email text UNIQUE); INSERT INTO users VALUES (1, 'a')");
        var holder = await Find(target, "email", "b");
        holder.Row.ShouldBeNull();
        holder.StoredKey.ShouldBeEmpty();
        (await Database.RunInShellAsync(holder.Query)).Trim().ShouldBeEmpty();
    }

    [ConformanceTheory]
    [InlineData("integer", "42", "42")]
    [InlineData("integer", "-7", "-7")]
    [InlineData("double precision", "0.1", "0.1")]
    [InlineData("double precision", "1e100", "1e100")]
    [InlineData("text", "'042'", "042")]
    public async Task A_value_is_read_as_the_type_of_the_column(string type, string literal, string printed)
    {
        var target = await Given($"CREATE TABLE users (id {type} UNIQUE); INSERT INTO users VALUES ({literal})");
        (await Find(target, "id", printed)).Row.ShouldNotBeNull();
        (await target.Facts.CountAsync(await Table(target), [new Condition.Equal((await Key(target, "id"))[0], printed)], 9, default)).Value.ShouldBe(1);
    }

    [ConformanceFact]
    public async Task A_compound_key_is_found_by_all_of_its_parts()
    {
        var target = await Given("CREATE TABLE users (a text, b integer, UNIQUE (a, b)); INSERT INTO users VALUES ('x', 1), ('x', 2), ('y', 2)");
        var index = await Index(target, "users", "a", "b");
        var holder = await target.Facts.FindHolderAsync(index, [new KeyValue("b", "2"), new KeyValue("a", "x")], default);
        holder.StoredKey.ShouldBe(["x", "2"]);
        (await target.Facts.FindHolderAsync(index, [new KeyValue("a", "y"), new KeyValue("b", "1")], default)).Row.ShouldBeNull();
    }

    [ConformanceFact]
    public async Task A_partial_index_ignores_rows_outside_its_filter()
    {
        var target = await Given("CREATE TABLE users (id integer, email text, deleted_at text); CREATE UNIQUE INDEX ux ON users (email) WHERE deleted_at IS NULL; INSERT INTO users VALUES (1, 'a', '2026-01-01'), (2, 'b', NULL)");
        (await Find(target, "email", "a")).Row.ShouldBeNull();
        (await Find(target, "email", "b")).Row.ShouldNotBeNull().Text("id").ShouldBe("2");
    }

    [ConformanceFact]
    public async Task An_expression_is_found_by_its_value()
    {
        var target = await Given("CREATE TABLE users (id integer, email text); CREATE UNIQUE INDEX ux ON users (lower(email)); INSERT INTO users VALUES (1, 'Ann')");
        var holder = await Find(target, "lower(email)", "ann");
        holder.Row.ShouldNotBeNull().Text("email").ShouldBe("Ann");
        holder.StoredKey.ShouldBe(["ann"]);
    }

    [ConformanceFact]
    public async Task A_null_key_is_held_by_no_row_where_nulls_are_distinct()
    {
        var target = await Given("CREATE TABLE users (email text UNIQUE); INSERT INTO users VALUES (NULL)");
        var holder = await target.Facts.FindHolderAsync(await Index(target, "users", "email"), [new KeyValue("email", null, true)], default);
        holder.Row.ShouldBeNull();
    }

    [ConformanceFact]
    public async Task The_row_has_all_its_fields_with_their_kinds()
    {
        var target = await Given("CREATE TABLE users (id integer PRIMARY KEY, email text, ratio double precision, note text); INSERT INTO users VALUES (7, 'a', 0.5, NULL)");
        var row = (await Find(target, "id", "7")).Row.ShouldNotBeNull();
        row.Fields.GetProperty("id").GetInt64().ShouldBe(7);
        row.Fields.GetProperty("email").GetString().ShouldBe("a");
        row.Fields.GetProperty("ratio").GetDouble().ShouldBe(0.5);
        row.Fields.GetProperty("note").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        row.Fields.EnumerateObject().Select(field => field.Name).ShouldBe(["id", "email", "ratio", "note"]);
    }

    [ConformanceTheory]
    [ClassData(typeof(HostileNames))]
    public async Task Names_of_any_spelling_are_found(string name)
    {
        var quoted = HostileNames.Quote(name);
        var target = await Given($"CREATE TABLE {quoted} ({quoted} text UNIQUE); INSERT INTO {quoted} VALUES ('held')");
        var index = (await target.GetUniqueIndexesAsync(null, default)).ShouldHaveSingleItem();
        var holder = await target.Facts.FindHolderAsync(index, [new KeyValue(name, "held")], default);
        holder.Row.ShouldNotBeNull().Text(name).ShouldBe("held");
        (await Database.RunInShellAsync(holder.Query)).ShouldContain("held");
    }

    private static async Task<HolderFact> Find(ITarget target, string part, string value) =>
        await target.Facts.FindHolderAsync(await Index(target, "users", part), [new KeyValue(part, value)], default);
}
