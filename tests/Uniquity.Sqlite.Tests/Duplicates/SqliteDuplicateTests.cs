using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.Sqlite.Duplicates;

namespace Uniquity.Sqlite.Tests.Duplicates;

public sealed class SqliteDuplicateTests
{
    [Fact]
    public async Task Keys_are_compared_by_the_collation_of_the_column_or_of_the_part()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (a TEXT COLLATE NOCASE, b TEXT); INSERT INTO t VALUES ('x', 'y'), ('X', 'y  '), ('z', 'Y')");
        (await Count(scene, new KeyPart("a"))).Groups.ShouldBe(1);
        (await Count(scene, new KeyPart("a") { Collation = "BINARY" })).Groups.ShouldBe(0);
        (await Count(scene, new KeyPart("b") { Collation = "RTRIM" })).Top.ShouldHaveSingleItem().Ids.ShouldBe(["1", "2"]);
    }

    [Fact]
    public async Task Values_of_every_kind_are_keys_and_an_integer_equals_its_real()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (a); INSERT INTO t VALUES (1), (1.0), ('1'), (x'00ff'), (x'00ff'), (9e999), (9e999), (''), ('')");
        var report = await Count(scene, new KeyPart("a"));
        report.Top.Select(group => (group.Key[0].Value, string.Join(' ', group.Ids))).ShouldBe([("1", "1 2"), ("Infinity", "6 7"), ("", "8 9"), ("\\x00ff", "4 5")], ignoreOrder: true);
        (await List(scene, new KeyPart("a"))).Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("CREATE TABLE t (a TEXT, b INTEGER PRIMARY KEY) WITHOUT ROWID; INSERT INTO t VALUES ('x', 5), ('x', 6)", "5 6")]
    [InlineData("CREATE TABLE t (a TEXT, rowid TEXT); INSERT INTO t VALUES ('x', 'p'), ('x', 'q')", "1 2")]
    [InlineData("CREATE TABLE t (a TEXT, rowid TEXT, oid TEXT, _rowid_ TEXT); INSERT INTO t VALUES ('x', 1, 2, 3), ('x', 1, 2, 3)", "NULL NULL")]
    [InlineData("CREATE TABLE t (a TEXT, n TEXT, PRIMARY KEY (n)); INSERT INTO t VALUES ('x', 'it''s'), ('x', NULL)", "it's NULL")]
    public async Task Ids_are_the_primary_key_or_the_rowid(string sql, string ids)
    {
        await using var scene = await Scene.Given(sql);
        (await Count(scene, new KeyPart("a"))).Top[0].Ids.ShouldBe(ids.Split(' '), ignoreOrder: true);
        (await List(scene, new KeyPart("a")))[0].Ids.ShouldBe(ids.Split(' '), ignoreOrder: true);
    }

    [Fact]
    public async Task Columns_may_be_called_as_the_statement_calls_its_own()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (n TEXT, g TEXT, count TEXT); INSERT INTO t VALUES ('x', 'y', 'z'), ('x', 'y', 'z')");
        (await List(scene, new KeyPart("n"), new KeyPart("g"), new KeyPart("count"))).ShouldHaveSingleItem().Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("CREATE INDEX ix ON t (a)", "SCAN t USING COVERING INDEX ix")]
    [InlineData("CREATE INDEX ix ON t (b)", "USE TEMP B-TREE FOR GROUP BY")]
    public async Task A_covering_index_spares_the_sort(string index, string step)
    {
        await using var scene = await Scene.Given($"CREATE TABLE t (a TEXT, b TEXT); {index}");
        var table = new Sqlite.Catalogue.SqliteTable(new TableName(null, "t"), [new("a", "TEXT", false, null)]) { HasRowid = true };
        var sql = new GroupSql(table, new DuplicateQuery(table.Name, [new KeyPart("a")])).Groups();
        var plan = await Conformance.SqliteConformanceEngine.ShellAsync(scene.Path, "EXPLAIN QUERY PLAN " + sql.Show);
        plan.ShouldContain(step);
        plan.ShouldNotContain("ORDER BY");
    }

    [Fact]
    public async Task A_long_list_does_not_scan_the_table_for_every_group()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (a TEXT); INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) SELECT i % 50000 FROM n");
        (await List(scene, new KeyPart("a"))).Count.ShouldBe(50_000);
        var query = new DuplicateQuery(await scene.Table("t"), [new KeyPart("a")]) { IncludeNull = true, Fold = Folding.Case };
        var count = 0;
        await foreach (var group in scene.Target.Duplicates.ListAsync(query, default)) count += group.Ids.Count;
        count.ShouldBe(100_000);
    }

    [Theory]
    [InlineData("Straße", Folding.Case, "straße")]
    [InlineData("ΟΔΟΣ", Folding.Case, "οδοσ")]
    [InlineData("οδος", Folding.Case, "οδοσ")]
    [InlineData(" a \t\u00a0 b\n", Folding.Space, "a b")]
    [InlineData("e\u0301", Folding.Unicode, "\u00e9")]
    [InlineData("Ａ１", Folding.Unicode | Folding.Case, "a1")]
    public void Text_is_folded(string text, Folding fold, string folded) =>
        FoldFunction.Fold(text, fold).ShouldBe(folded);

    private static async Task<DuplicateReport> Count(Scene scene, params KeyPart[] key) =>
        await scene.Target.Duplicates.CountAsync(new DuplicateQuery(await scene.Table("t"), key), null, default);

    private static async Task<List<DuplicateGroup>> List(Scene scene, params KeyPart[] key)
    {
        var groups = new List<DuplicateGroup>();
        await foreach (var group in scene.Target.Duplicates.ListAsync(new DuplicateQuery(await scene.Table("t"), key), default)) groups.Add(group);
        return groups;
    }
}
