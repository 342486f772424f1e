using Uniquity.Duplicates;
using Uniquity.Resolving;

namespace Uniquity.Sqlite.Tests.Resolving;

/// <summary>Every kind of table and value that SQLite has.</summary>
public class TableKindTests
{
    [Theory]
    [InlineData("id INTEGER PRIMARY KEY, email, n", "")]
    [InlineData("id INTEGER PRIMARY KEY AUTOINCREMENT, email, n", "")]
    [InlineData("id INTEGER PRIMARY KEY DESC, email, n", "")]
    [InlineData("id INT PRIMARY KEY, email, n", "")]
    [InlineData("id TEXT NOT NULL PRIMARY KEY, email, n", "")]
    [InlineData("id TEXT COLLATE NOCASE PRIMARY KEY, email, n", "WITHOUT ROWID")]
    [InlineData("id, email, n, PRIMARY KEY (email, id, n)", "WITHOUT ROWID")]
    [InlineData("id, email, n", "")]
    [InlineData("id INTEGER PRIMARY KEY, email TEXT, n INTEGER", "STRICT")]
    [InlineData("id ANY PRIMARY KEY, email ANY, n ANY", "STRICT, WITHOUT ROWID")]
    public async Task Rows_go_and_come_back_with_their_rowids(string columns, string options)
    {
        await using var shop = await Shop.OfAsync(
            $"CREATE TABLE users ({columns}) {options}", "INSERT INTO users (id, email, n) VALUES (11, 'a', 1), (5, 'a', 2), (7, 'b', 3), (3, 'a', 4), (9, 'b', 5), (1, 'c', 6)");
        var last = await shop.AppliesAndUndoesAsync(Shop.Request("users", "email", "last") with { BatchGroups = 1 });
        (last.Groups, last.Removed).ShouldBe((2, 3));
        if (!columns.Contains("(email", StringComparison.Ordinal)) await shop.AppliesAndUndoesAsync(Shop.Request("users", "email", "largest:n", "n=sum"));
    }

    [Theory]
    [InlineData("rowid TEXT, oid INT, id INTEGER PRIMARY KEY, email")]
    [InlineData("rowid TEXT, oid INT, id INT, email")]
    [InlineData("rowid INTEGER PRIMARY KEY, oid INT, _rowid_ INT, id INT, email")]
    [InlineData("_rowid_ TEXT, RowId TEXT, id TEXT PRIMARY KEY, email")]
    public async Task Columns_that_are_named_as_the_rowid_is(string columns)
    {
        await using var shop = await Shop.OfAsync($"CREATE TABLE users ({columns})", "INSERT INTO users (id, email) VALUES (1, 'a'), (2, 'a'), (3, 'a'), (4, 'b')");
        await shop.AppliesAndUndoesAsync(Shop.Request("users", "email"), () => shop.Rows("SELECT count(*) FROM users").ShouldBe(["2"]));
    }

    [Fact]
    public async Task A_rowid_that_no_name_reaches_is_refused_in_words()
    {
        await using var shop = await Shop.OfAsync("CREATE TABLE users (rowid, oid, _rowid_, email)", "INSERT INTO users VALUES (1, 1, 1, 'a'), (2, 2, 2, 'a')");
        (await shop.RefusedAsync(Shop.Request("users", "email"))).Message.ShouldContain("cannot be addressed: rename one");
    }

    [Fact]
    public async Task Every_storage_class_comes_back_as_it_was()
    {
        await using var shop = await Shop.OfAsync(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, k, bare, i INTEGER, r REAL, x TEXT, n NUMERIC, b BLOB, g AS (i + 1), s AS (upper(x)) STORED)",
            """
            WITH v(a) AS (VALUES (9007199254740993), (-9223372036854775808), (0.1), (-0.0), (9e999), (-9e999), (NULL), ('1'), (''), (X''), (X'00FF'), (CAST(X'410042' AS TEXT)), (CAST(X'C328FF' AS TEXT)), ('ü🚀'), (1e300), (4.9e-324))
            INSERT INTO t (k, bare, i, r, x, n, b) SELECT 'same', a, a, a, a, a, a FROM v
            """, "CREATE INDEX bare ON t (bare)");
        await shop.AppliesAndUndoesAsync(Shop.Request("t", "k", "last"), () => shop.Rows("SELECT count(*) FROM t").ShouldBe(["1"]));
        await shop.AppliesAndUndoesAsync(Shop.Request("t", "k", "first", "fill", "bare=keep", "b=max"));
    }

    [Fact]
    public async Task Collations_decide_what_is_one_key()
    {
        await using var shop = await Shop.OfAsync("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT COLLATE NOCASE, b TEXT COLLATE RTRIM)", "INSERT INTO t VALUES (1, 'A', 'x'), (2, 'a', 'x  '), (3, 'a', 'y'), (4, 'B', 'x')");
        await shop.AppliesAndUndoesAsync(Shop.Request("t", "a,b"), () => shop.Rows("SELECT id FROM t").ShouldBe(["1", "3", "4"]));
        await shop.AppliesAndUndoesAsync(Shop.Request("t", "a"), () => shop.Rows("SELECT id FROM t").ShouldBe(["1", "4"]));
        await shop.AppliesAndUndoesAsync(Shop.Request("t", "a") with { Key = [new("a") { Collation = "BINARY" }] }, () => shop.Rows("SELECT id FROM t").ShouldBe(["1", "2", "4"]));
    }

    [Theory]
    [InlineData("CREATE INDEX own ON t (b COLLATE NOCASE)", "no such collation sequence: mine")]
    [InlineData("CREATE INDEX own ON t (lower(b))", "function: mine")]
    public async Task What_only_the_application_can_do_is_refused_in_words_before_anything(string index, string why)
    {
        await using var shop = await Shop.OfAsync("CREATE TABLE t (id INTEGER PRIMARY KEY, a, b)", "INSERT INTO t VALUES (1, 'a', 'x'), (2, 'a', 'y')", index);
        shop.Execute("PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = replace(replace(sql, 'NOCASE', 'mine'), 'lower(', 'mine(') WHERE name = 'own'");
        await using var anew = await Shop.OpenAsync(shop.Path);
        (await Should.ThrowAsync<RefusedException>(async () => await anew.PlanAsync(Shop.Request("t", "a"), default))).Message.ShouldContain(why);
    }

    [Fact]
    public async Task Folded_keys_leave_an_archive_of_plain_values()
    {
        await using var shop = await Shop.OfAsync("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", "INSERT INTO t VALUES (1, 'Éva ﬁx'), (2, 'éva  fix'), (3, 'x')");
        await shop.AppliesAndUndoesAsync(Shop.Request("t", "a") with { Fold = Folding.Case | Folding.Space | Folding.Unicode }, () => shop.Rows("SELECT id FROM t").ShouldBe(["1", "3"]));
        shop.Rows("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%uniquity_fold%'").ShouldBe(["0"]);
    }

    [Fact]
    public async Task Views_and_virtual_tables_are_refused_in_words()
    {
        await using var shop = await Shop.OfAsync("CREATE TABLE t (a)", "CREATE VIEW v AS SELECT a FROM t", "CREATE VIRTUAL TABLE f USING fts5(a)");
        (await shop.RefusedAsync(Shop.Request("v", "a"))).Message.ShouldBe("v is a view: resolve the table that it reads.");
        (await shop.RefusedAsync(Shop.Request("f", "a"))).Message.ShouldContain("f is a virtual table");
    }

    [Fact]
    public async Task A_field_that_mixes_numbers_and_texts_orders_nothing()
    {
        await using var shop = await Shop.OfAsync("CREATE TABLE t (id INTEGER PRIMARY KEY, a, at)", "INSERT INTO t VALUES (1, 'a', '2024-01-01'), (2, 'a', 1700000000)");
        (await shop.RefusedAsync(Shop.Request("t", "a", "newest:at"))).Message.ShouldContain("at is a number in 1, a text in 1 and a blob in 0");
        (await shop.RefusedAsync(Shop.Request("t", "a", "first", "at=sum"))).Message.ShouldContain("at holds something else in 1 rows");
    }

    [Fact]
    public async Task Arrays_are_joined_each_element_once_and_a_sum_that_does_not_fit_is_refused()
    {
        await using var shop = await Shop.OfAsync("CREATE TABLE t (id INTEGER PRIMARY KEY, a, tags, n)",
            "INSERT INTO t VALUES (1, 'a', '[1, \"x\"]', 9223372036854775807), (2, 'a', '[\"x\",{\"y\":[2]},null,true,1.5]', 1), (3, 'b', '[1, 2]', 1), (4, 'b', '[2]', 1), (5, 'b', NULL, 1)");
        await shop.AppliesAndUndoesAsync(Shop.Request("t", "a", "first", "tags=union"), () => shop.Rows("SELECT tags FROM t").ShouldBe(["[1,\"x\",{\"y\":[2]},null,true,1.5]", "[1, 2]"]));
        (await shop.RefusedAsync(Shop.Request("t", "a", "first", "n=sum"))).Message.ShouldContain("integer overflow");
    }

    [Fact]
    public async Task A_number_that_AUTOINCREMENT_gave_is_not_given_again()
    {
        await using var shop = await Shop.OfAsync("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a)", "INSERT INTO t (a) VALUES ('a'), ('b'), ('a')");
        var run = await shop.ApplyAsync(Shop.Request("t", "a"));
        shop.Execute("INSERT INTO t (a) VALUES ('new')");
        (await shop.UndoAsync(run)).Run.State.ShouldBe(RunState.Undone);
        shop.Rows("SELECT id || a FROM t ORDER BY id").ShouldBe(["1a", "2b", "3a", "4new"]);
        shop.Rows("SELECT seq FROM sqlite_sequence").ShouldBe(["4"]);
    }
}
