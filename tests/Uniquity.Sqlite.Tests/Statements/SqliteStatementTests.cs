using System.Text.Json;
using Uniquity.Diagnosing;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Sqlite.Tests.Conformance;

namespace Uniquity.Sqlite.Tests.Statements;

public sealed class SqliteStatementTests
{
    private const string Users = """
        CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE UNIQUE, "display name" TEXT, deleted_at TEXT, shout TEXT AS (upper(email)));
        CREATE UNIQUE INDEX ux_name ON users ("display name" COLLATE RTRIM) WHERE deleted_at IS NULL;
        CREATE UNIQUE INDEX ux_lower ON users (lower(email), id);
        INSERT INTO users VALUES (1, 'ann', 'Ann', NULL);
        """;

    [Theory]
    [InlineData("sqlite_autoindex_users_1", "1")]
    [InlineData("ux_name", "1")]
    [InlineData("ux_lower", "2")]
    [InlineData("PRIMARY KEY", "2")]
    public async Task An_insert_names_an_arbiter_that_sqlite_takes(string name, string rowsAfter)
    {
        await using var scene = await Scene.Given(Users);
        var index = await scene.Index("users", name);
        var columns = await scene.Target.Facts.GetColumnsAsync(index.Table, default);
        foreach (var command in new[] { scene.Target.Statements.InsertOrSkip(index, columns), scene.Target.Statements.InsertOrUpdate(index, columns) })
        {
            // The same address and name as the stored row; a new id where the statement brings one.
            var text = command.Text.Replace(":id", "2").Replace(":email", name == "PRIMARY KEY" || name == "ux_lower" ? "'bob'" : "'ANN'")
                .Replace("?", name == "ux_name" ? "'Ann  '" : "'Bob'").Replace(":deleted_at", "NULL");
            if (name == "ux_name") text = text.Replace("'ANN'", "'other'");
            text.ShouldNotContain("shout");
            SqliteFile.Execute(scene.Path, text);
        }

        (await SqliteConformanceEngine.ShellAsync(scene.Path, "SELECT count(*) FROM users")).Trim().ShouldBe(rowsAfter);
    }

    [Fact]
    public void The_index_of_a_constraint_is_not_dropped_but_the_way_is_shown()
    {
        var index = new UniqueIndex { Table = new TableName(null, "my users"), Name = "sqlite_autoindex_my users_1", Key = [new KeyPart("email")], Constraint = true };
        new Sqlite.Statements.SqliteStatements().DropIndex(index).ShouldHaveSingleItem().Text.ShouldBe("""
            -- SQLite cannot drop a constraint (sqlite_autoindex_my users_1): the table is made anew without it, in one transaction.
            -- Take the statements that this prints, and leave the constraint out of the first:
            SELECT sql FROM sqlite_master WHERE tbl_name = 'my users' AND sql IS NOT NULL ORDER BY type DESC;
            -- PRAGMA foreign_keys = OFF; BEGIN; create it as "my users_new";
            -- INSERT INTO "my users_new" SELECT * FROM "my users";
            -- DROP TABLE "my users"; ALTER TABLE "my users_new" RENAME TO "my users";
            -- create its other indexes and triggers again; PRAGMA foreign_key_check; COMMIT; PRAGMA foreign_keys = ON;
            -- Step by step: https://www.sqlite.org/lang_altertable.html#otheralter
            """);
    }

    [Theory]
    [InlineData("\"2026-11-20 10:00:00\"", "x IS NULL")]
    [InlineData("\"2026-11-20T10:00:00Z\"", "x IS NULL")]
    [InlineData("1763633000", "x IS NULL")]
    [InlineData("1", "x IS NOT 1")]
    [InlineData("0", "x IS NOT 0")]
    [InlineData("true", "x IS NOT 1")]
    [InlineData("\"archived\"", "x IS NOT 'archived'")]
    [InlineData("\"it's\"", "x IS NOT 'it''s'")]
    public void A_live_row_is_told_by_what_a_deleted_one_has(string deleted, string filter)
    {
        using var value = JsonDocument.Parse(deleted);
        new Sqlite.Statements.SqliteStatements().IsLive(new LiveRows("x", value.RootElement)).ShouldBe(filter);
    }

    [Theory]
    [InlineData("users", "users")]
    [InlineData("Users", "Users")]
    [InlineData("order", "\"order\"")]
    [InlineData("ORDER", "\"ORDER\"")]
    [InlineData("returning", "\"returning\"")]
    [InlineData("1st", "\"1st\"")]
    [InlineData("", "\"\"")]
    [InlineData("größe", "\"größe\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    public void A_name_is_quoted_only_where_it_has_to_be(string name, string quoted) =>
        new Sqlite.Statements.SqliteStatements().Table(new TableName(null, name)).ShouldBe(quoted);

    [Fact]
    public async Task A_placeholder_that_reads_as_a_number_is_found_in_text_and_in_numbers()
    {
        await using var scene = await Scene.Given("CREATE TABLE t (a TEXT, b INTEGER); INSERT INTO t VALUES ('0', 0), ('00', 1)");
        var writer = scene.Target.Statements;
        foreach (var column in new[] { "a", "b" })
        {
            var count = await scene.Target.Facts.CountAsync(await scene.Table("t"), [new Condition.Passes(writer.IsNoneOf(new KeyPart(column), ["0"]))], 9, default);
            count.Value.ShouldBe(1, column);
        }
    }
}
