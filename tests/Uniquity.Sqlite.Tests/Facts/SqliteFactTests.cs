using Uniquity.Facts;
using Uniquity.Sqlite.Tests.Conformance;
using Uniquity.Violations;

namespace Uniquity.Sqlite.Tests.Facts;

public sealed class SqliteFactTests
{
    [Theory]
    [InlineData("TEXT COLLATE NOCASE", "'Ann'", "ANN")]
    [InlineData("TEXT COLLATE RTRIM", "'ann'", "ann  ")]
    [InlineData("BLOB", "x'00ff'", "\\x00ff")]
    [InlineData("BLOB", "x'00ff'", "X'00FF'")]
    [InlineData("", "42", "42")]
    [InlineData("", "'42'", "42")]
    [InlineData("", "1.5", "1.5")]
    [InlineData("INTEGER", "42", "042")]
    [InlineData("INTEGER", "9223372036854775807", "9223372036854775807")]
    [InlineData("INTEGER", "'no number'", "no number")]
    [InlineData("BOOLEAN", "1", "true")]
    [InlineData("REAL", "9e999", "Infinity")]
    [InlineData("REAL", "0.1 + 0.2", "0.30000000000000004")]
    [InlineData("TEXT", "42", "42")]
    [InlineData("DECIMAL(10,2)", "'19.90'", "19.9")]
    public async Task A_key_is_found_whatever_its_column_makes_of_it(string type, string literal, string printed)
    {
        await using var scene = await Scene.Given($"CREATE TABLE t (a {type} UNIQUE); INSERT INTO t VALUES ({literal})");
        var holder = await scene.Target.Facts.FindHolderAsync(await scene.Index("t", "sqlite_autoindex_t_1"), [new KeyValue("a", printed)], default);
        holder.Row.ShouldNotBeNull();
        (await SqliteConformanceEngine.ShellAsync(scene.Path, holder.Query)).ShouldNotBeEmpty();
        (await SqliteConformanceEngine.ShellAsync(scene.Path, "EXPLAIN QUERY PLAN " + holder.Query)).ShouldContain("SEARCH");
    }

    [Fact]
    public async Task A_number_is_not_its_text_where_the_column_has_no_type()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (42)");
        var index = await scene.Index("t", "sqlite_autoindex_t_1");
        (await scene.Target.Facts.FindHolderAsync(index, [new KeyValue("a", "042")], default)).Row.ShouldBeNull();
    }

    [Theory]
    [InlineData("1", "2")]
    [InlineData("1.0", "2")]
    [InlineData("10e-1", "2")]
    [InlineData("'1.0'", "1")]
    [InlineData("'1'", "5")]
    [InlineData("x'00FF'", "3")]
    [InlineData("'00ff'", "4")]
    public async Task The_statement_tells_which_of_two_values_with_one_text_was_refused(string literal, string holder)
    {
        await using var scene = await Scene.Given("CREATE TABLE t (id INTEGER PRIMARY KEY, v UNIQUE); INSERT INTO t VALUES (1, '1.0'), (2, 1), (3, x'00ff'), (4, '00ff'), (5, '1')");
        (await scene.Refuse($"INSERT INTO t (v) VALUES ({literal})")).Holder!.Row!.Text("id").ShouldBe(holder);
    }

    [Fact]
    public async Task The_key_of_an_expression_is_found_by_the_columns_it_is_made_of()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (a TEXT, b TEXT); CREATE UNIQUE INDEX ux ON t (lower(a) || '-' || b); INSERT INTO t VALUES ('Ann', 'x')");
        var index = await scene.Index("t", "ux");
        var holder = await scene.Target.Facts.FindHolderAsync(index, [new KeyValue("a", "ANN"), new KeyValue("b", "x")], default);
        holder.StoredKey.ShouldBe(["ann-x"]);
        (await SqliteConformanceEngine.ShellAsync(scene.Path, holder.Query)).ShouldContain("Ann");
    }

    [Fact]
    public async Task A_key_that_nobody_stated_is_not_looked_up()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (a TEXT UNIQUE)");
        var index = await scene.Index("t", "sqlite_autoindex_t_1");
        (await Should.ThrowAsync<NotCheckedException>(async () => await scene.Target.Facts.FindHolderAsync(index, [new KeyValue("a", null)], default)))
            .Message.ShouldBe("the refused value of a is not known: SQLite's error does not print it; give it with --value or --document");
    }

    [Fact]
    public async Task A_rowid_is_looked_up_and_not_scanned_for()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (7, 'x')");
        var holder = await scene.Target.Facts.FindHolderAsync(await scene.Index("t", "PRIMARY KEY"), [new KeyValue("id", "7")], default);
        holder.Query.ShouldBe("SELECT *, id FROM t WHERE id = 7 LIMIT 1");
        holder.StoredKey.ShouldBe(["7"]);
        holder.Age.ShouldBeNull();
    }

    [Fact]
    public async Task Every_value_keeps_its_kind_in_the_json_of_a_row()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (a, b, c, d, e, f, g); INSERT INTO t VALUES (9223372036854775807, 1.0, 0.1, 9e999, x'0aff', 'é\"', NULL)");
        var rows = await scene.Target.Facts.FindRowsAsync(await scene.Table("t"), [], 1, default);
        rows.Value[0].Fields.GetRawText().ShouldBe("""{"a":9223372036854775807,"b":1.0,"c":0.1,"d":"Infinity","e":"\\x0aff","f":"\u00E9\u0022","g":null}""");
    }

    [Theory]
    [InlineData("TEXT COLLATE NOCASE", "Ann", "ann", true)]
    [InlineData("TEXT COLLATE NOCASE", "Éva", "éva", false)]
    [InlineData("TEXT COLLATE RTRIM", "ann ", "ann", true)]
    [InlineData("TEXT COLLATE NOCASE", "ann", "bob", false)]
    [InlineData("INTEGER", "1", "01", false)]
    public async Task Folding_is_that_of_the_collation(string type, string refused, string stored, bool folded)
    {
        await using var scene = await Scene.Given($"CREATE TABLE t (a {type} UNIQUE)");
        var fact = await scene.Target.Facts.EqualOnlyByFoldingAsync(await scene.Index("t", "sqlite_autoindex_t_1"), 0, refused, stored, default);
        fact.Value.ShouldBe(folded);
        (await SqliteConformanceEngine.ShellAsync(scene.Path, fact.Query)).Trim().ShouldBe(folded ? "1" : "0");
    }

    [Fact]
    public async Task Folding_is_seen_in_an_index_that_folds_more_than_its_column()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (a TEXT); CREATE UNIQUE INDEX ux ON t (a COLLATE NOCASE)");
        (await scene.Target.Facts.EqualOnlyByFoldingAsync(await scene.Index("t", "ux"), 0, "A", "a", default)).Value.ShouldBeTrue();
    }
}
