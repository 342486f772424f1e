using Uniquity.Indexes;

namespace Uniquity.Sqlite.Tests.Catalogue;

public sealed class UniqueIndexTests
{
    [Fact]
    public async Task A_rowid_primary_key_is_listed_though_it_has_no_index()
    {
        await using var scene = await Scene.Given("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE)");
        var indexes = await scene.Target.GetUniqueIndexesAsync(null, default);
        indexes.Select(index => index.Name).ShouldBe(["PRIMARY KEY", "sqlite_autoindex_users_1"]);
        (indexes[0].Primary, indexes[0].Constraint, indexes[0].SizeBytes).ShouldBe((true, true, null));
        indexes[0].Key.ShouldBe([new KeyPart("id")]);
    }

    [Theory]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY DESC)", "sqlite_autoindex_t_1")]
    [InlineData("CREATE TABLE t (id INT PRIMARY KEY)", "sqlite_autoindex_t_1")]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY) WITHOUT ROWID", "sqlite_autoindex_t_1")]
    [InlineData("CREATE TABLE t (x TEXT, id INTEGER, PRIMARY KEY (id))", "PRIMARY KEY")]
    public async Task A_primary_key_is_the_rowid_only_where_sqlite_says_so(string create, string name)
    {
        await using var scene = await Scene.Given(create);
        var index = (await scene.Target.GetUniqueIndexesAsync(null, default)).ShouldHaveSingleItem();
        index.Name.ShouldBe(name);
        index.Key.ShouldHaveSingleItem().Part.ShouldBe("id");
        index.Primary.ShouldBeTrue();
    }

    [Fact]
    public async Task A_collation_is_the_parts_own_only_where_it_is_not_the_columns()
    {
        await using var scene = await Scene.Given("""
            CREATE TABLE t (a TEXT COLLATE NOCASE UNIQUE, b TEXT);
            CREATE UNIQUE INDEX ux_b ON t (b COLLATE RTRIM);
            CREATE UNIQUE INDEX ux_a ON t (a COLLATE BINARY, b);
            CREATE UNIQUE INDEX ux_e ON t (trim(b) COLLATE nocase DESC);
            """);
        var byName = (await scene.Target.GetUniqueIndexesAsync(null, default)).ToDictionary(index => index.Name);
        (byName["sqlite_autoindex_t_1"].Collation, byName["sqlite_autoindex_t_1"].Key[0].Collation).ShouldBe(("NOCASE", null));
        (byName["ux_b"].Collation, byName["ux_b"].Key[0].Collation).ShouldBe(("RTRIM", "RTRIM"));
        (byName["ux_a"].Collation, byName["ux_a"].Key[0].Collation).ShouldBe((null, "BINARY"));
        byName["ux_e"].Key.ShouldBe([new KeyPart("trim(b)", Expression: true, Descending: true) { Collation = "NOCASE" }]);
    }

    [Fact]
    public async Task A_key_of_another_collation_is_not_redundant()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (a TEXT UNIQUE); CREATE UNIQUE INDEX ux ON t (a COLLATE NOCASE)");
        (await scene.Target.GetUniqueIndexesAsync(null, default)).ShouldAllBe(index => index.Warnings.Count == 0);
    }

    [Fact]
    public async Task Virtual_tables_and_views_and_inner_tables_are_passed_over()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT); CREATE VIEW v AS SELECT * FROM t; CREATE VIRTUAL TABLE f USING fts5(body)");
        var tables = (await scene.Target.GetUniqueIndexesAsync(null, default)).Select(index => index.Table.Name).Distinct().ToList();
        tables.ShouldContain("t");
        tables.ShouldNotContain(name => name.StartsWith("sqlite_", StringComparison.Ordinal) || name == "v" || name == "f");
        (await scene.Target.FindTableAsync("v", default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("main.users")]
    [InlineData("[users]")]
    [InlineData("`users`")]
    [InlineData(" \"main\" . \"USERS\" ")]
    public async Task A_table_is_found_in_all_of_sqlites_quotes(string typed)
    {
        await using var scene = await Scene.Given("CREATE TABLE users (x TEXT)");
        (await scene.Target.FindTableAsync(typed, default)).ShouldBe(new TableName(null, "users"));
    }

    [Fact]
    public async Task A_collation_that_only_the_application_has_is_said()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (a TEXT)");
        SqliteFile.Execute(scene.Path, "PRAGMA writable_schema = 1; UPDATE sqlite_master SET sql = 'CREATE TABLE t (a TEXT COLLATE app_words)'; PRAGMA writable_schema = RESET");
        await using var target = await SqliteTarget.OpenAsync(scene.Path);
        var table = (await target.FindTableAsync("t", default))!;
        var query = new Uniquity.Duplicates.DuplicateQuery(table, [new KeyPart("a")]);
        (await Should.ThrowAsync<Targets.TargetException>(async () => await target.Duplicates.CountAsync(query, null, default)))
            .Message.ShouldBe($"{scene.Path}: no such collation sequence: app_words: only the application that registers it can read this key");
    }
}
