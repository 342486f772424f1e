using Uniquity.Facts;

namespace Uniquity.Sqlite.Tests.Catalogue;

public sealed class ColumnTests
{
    [Fact]
    public async Task What_makes_a_value_is_told_for_every_kind_of_column()
    {
        await using var scene = await Scene.Given("""
            CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a VARCHAR(20) NOT NULL DEFAULT 'x', b, c NUMERIC DEFAULT NULL,
                d TEXT GENERATED ALWAYS AS (a || 'y') STORED, e TEXT AS (a) VIRTUAL, f DATETIME DEFAULT CURRENT_TIMESTAMP)
            """);
        (await scene.Target.Facts.GetColumnsAsync(await scene.Table("t"), default)).ShouldBe(
        [
            new Column("id", "INTEGER", IsText: false, Nullable: false, "AUTOINCREMENT") { Primary = true },
            new Column("a", "VARCHAR(20)", IsText: true, Nullable: false, "'x'"),
            new Column("b", "", IsText: true, Nullable: true, null),
            new Column("c", "NUMERIC", IsText: false, Nullable: true, null),
            new Column("d", "TEXT", IsText: true, Nullable: true, "generated"),
            new Column("e", "TEXT", IsText: true, Nullable: true, "generated"),
            new Column("f", "DATETIME", IsText: false, Nullable: true, "CURRENT_TIMESTAMP"),
        ]);
    }

    [Theory]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY)", "rowid")]
    [InlineData("CREATE TABLE t (id INTEGER PRIMARY KEY) WITHOUT ROWID", null)]
    [InlineData("CREATE TABLE t (id TEXT PRIMARY KEY)", null)]
    public async Task Only_a_rowid_is_made_by_sqlite(string create, string? generator)
    {
        await using var scene = await Scene.Given(create);
        (await scene.Target.Facts.GetColumnsAsync(await scene.Table("t"), default))[0].Generator.ShouldBe(generator);
    }
}
