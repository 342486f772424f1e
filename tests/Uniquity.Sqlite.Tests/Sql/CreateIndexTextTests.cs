using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Tests.Sql;

public sealed class CreateIndexTextTests
{
    [Theory]
    [InlineData("CREATE UNIQUE INDEX ux ON users (email)", "email", null)]
    [InlineData("create unique index if not exists main.\"on\" on \"a (b) where\" (lower(email) collate nocase desc, [x,y] ASC)", "lower(email)|[x,y]", null)]
    [InlineData("CREATE UNIQUE INDEX ux ON users(email) WHERE deleted_at IS NULL", "email", "deleted_at IS NULL")]
    [InlineData("CREATE UNIQUE INDEX ux ON users(a -- the ) first\n, b /* , */) WHERE x <> ') WHERE' AND (y or z) -- end", "a|b", "x <> ') WHERE' AND (y or z)")]
    [InlineData("CREATE UNIQUE INDEX ux ON users(substr(a, 1, 3), (b + c))", "substr(a, 1, 3)|(b + c)", null)]
    [InlineData("CREATE UNIQUE INDEX \"where\" ON t(\"where\")", "\"where\"", null)]
    public void Key_and_filter_are_taken_out_as_written(string sql, string parts, string? filter)
    {
        var read = CreateIndexText.Read(sql);
        string.Join('|', read.Parts).ShouldBe(parts);
        read.Filter.ShouldBe(filter);
    }
}
