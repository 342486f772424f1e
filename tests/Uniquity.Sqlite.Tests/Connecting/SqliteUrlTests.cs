using Uniquity.Sqlite.Connecting;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Tests.Connecting;

public sealed class SqliteUrlTests
{
    [Theory]
    [InlineData("sqlite:shop.db", "shop.db")]
    [InlineData("sqlite:data/shop.db", "data/shop.db")]
    [InlineData("sqlite:/srv/shop.db", "/srv/shop.db")]
    [InlineData("SQLITE:./shop.db", "./shop.db")]
    [InlineData("sqlite3:shop.db", "shop.db")]
    [InlineData("sqlite:my%20shop.db", "my shop.db")]
    [InlineData("sqlite:my shop.db", "my shop.db")]
    [InlineData("sqlite:gr%C3%B6%C3%9Fe.db", "größe.db")]
    [InlineData("sqlite:größe.db", "größe.db")]
    [InlineData("sqlite:what?.db", "what?.db")]
    [InlineData("sqlite:what%3F.db", "what?.db")]
    [InlineData("sqlite:shop.db?mode=ro", "shop.db")]
    [InlineData("sqlite://shop.db", "shop.db")]
    [InlineData("sqlite:///srv/shop.db", "/srv/shop.db")]
    [InlineData("sqlite:////srv/shop.db", "/srv/shop.db")]
    [InlineData(@"sqlite:C:\data\shop.db", @"C:\data\shop.db")]
    public void A_path_is_read_as_it_is_meant(string url, string path) =>
        SqliteUrl.ToPath(url, exists: _ => false).ShouldBe(path);

    [Theory]
    [InlineData("sqlite:100%25.db", "100%25.db")]
    [InlineData("sqlite:a?b=c.db", "a?b=c.db")]
    [InlineData("sqlite:///data/shop.db", "data/shop.db")]
    public void A_file_that_exists_is_meant_before_all_else(string url, string path) =>
        SqliteUrl.ToPath(url, exists: candidate => candidate == path).ShouldBe(path);

    [Theory]
    [InlineData("sqlite::memory:")]
    [InlineData("sqlite:///:memory:")]
    [InlineData("sqlite:file:x?mode=memory&cache=shared")]
    public void A_database_in_memory_is_refused_with_what_to_do(string url) =>
        Should.Throw<UsageException>(() => SqliteUrl.ToPath(url, exists: _ => true)).Message
            .ShouldBe("a SQLite database in memory belongs to the process that made it, so no other can read it: write it to a file (VACUUM INTO 'copy.db') and give sqlite:copy.db");

    [Theory]
    [InlineData("sqlite:")]
    [InlineData("shop.db")]
    [InlineData("postgres://localhost/shop")]
    public void What_is_no_sqlite_target_is_refused(string url) =>
        Should.Throw<UsageException>(() => SqliteTargetOptions.FromUrl(url)).Message.ShouldContain("write sqlite:PATH");
}
