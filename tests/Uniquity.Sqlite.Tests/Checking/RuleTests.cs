using Uniquity.Checking;
using Uniquity.Duplicates;
using Uniquity.Testing.Engines;

namespace Uniquity.Sqlite.Tests.Checking;

public sealed class RuleTests : IDisposable
{
    private readonly SqliteDatabase _file = new();

    [Theory]
    [InlineData("email COLLATE NOCASE", "\"email\" collate nocase")]
    [InlineData("(email COLLATE nocase)", "email COLLATE NOCASE")]
    [InlineData("[name]", "`name`")]
    [InlineData("name", "name collate rtrim")]
    [InlineData("replace(doc, ' ', '')", "REPLACE([doc],' ','')")]
    [InlineData("(email || ' AND ' || name)", "email||' AND '||name")]
    [InlineData("(a + 1)", "( a+1 )")]
    public async Task A_key_holds_however_it_is_written(string indexed, string wanted)
    {
        var report = await CheckAsync($"CREATE UNIQUE INDEX ux ON users ({indexed})", new Rule { On = "users", Key = [wanted] });
        report.Drift.ShouldBeFalse();
        report.Held.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("a BETWEEN 1 AND 3 AND name = 'x'", "name == 'x' and (a between 1 and 3)")]
    [InlineData("CASE WHEN a AND name THEN 1 END AND a", "(a) and (case when a and name then 1 end)")]
    [InlineData("name <> 'a AND b'", "name != 'a AND b'")]
    [InlineData("(a = 1 OR a = 2) AND name NOTNULL", "name is not null and (a = 1 or a = 2)")]
    public async Task A_filter_holds_however_it_is_written(string indexed, string wanted) =>
        (await CheckAsync($"CREATE UNIQUE INDEX ux ON users (email) WHERE {indexed}", new Rule { On = "users", Key = ["email"], Where = wanted })).Drift.ShouldBeFalse();

    [Theory]
    [InlineData("a = 1 AND name = 'x' OR email = 'y'", "a = 1 AND (name = 'x' OR email = 'y')")]
    [InlineData("a = 1", "a = '1'")]
    [InlineData("name = 'x'", "name = 'x' collate nocase")]
    public async Task A_filter_that_means_another_thing_differs(string indexed, string wanted) =>
        (await CheckAsync($"CREATE UNIQUE INDEX ux ON users (email) WHERE {indexed}", new Rule { On = "users", Key = ["email"], Where = wanted }))
            .Different.ShouldHaveSingleItem().Differences.ShouldHaveSingleItem().What.ShouldBe("filter");

    [Fact]
    public async Task A_collation_that_differs_is_named()
    {
        var different = (await CheckAsync("CREATE UNIQUE INDEX ux ON users (email COLLATE NOCASE)", new Rule { On = "users", Key = ["email"] })).Different.ShouldHaveSingleItem();
        different.Differences.ShouldBe([new Difference("collation", "BINARY", "NOCASE")]);
    }

    [Fact]
    public async Task Folding_is_kept_by_nocase() =>
        (await CheckAsync("CREATE UNIQUE INDEX ux ON users (a, email COLLATE NOCASE)", new Rule { On = "users", Key = ["a", "email"], Fold = Folding.Case })).Drift.ShouldBeFalse();

    [Fact]
    public async Task An_index_over_the_expression_leaves_no_trace_in_the_form()
    {
        // The planner reads an indexed expression from its index, where it may.
        var report = await CheckAsync(
            "CREATE UNIQUE INDEX ux ON users (lower(email)); CREATE INDEX plain ON users (lower(email), upper(email)); CREATE UNIQUE INDEX uy ON users (upper(email)) WHERE lower(email) > 'a'",
            new Rule { On = "users", Key = ["LOWER(email)"] }, new Rule { On = "users", Key = ["upper( email )"], Where = "(LOWER(email)) > 'a'" });
        report.Drift.ShouldBeFalse();
    }

    [Fact]
    public async Task A_table_without_rowid_and_the_archive_are_read_too()
    {
        var report = await CheckAsync(
            "CREATE TABLE w (k TEXT PRIMARY KEY, v TEXT) WITHOUT ROWID; CREATE UNIQUE INDEX wv ON w (lower(v)); CREATE TABLE uniquity_runs (id TEXT UNIQUE)",
            new Rule { On = "w", Key = ["lower(v)"] }, new Rule { On = "w", Key = ["k"] });
        report.Drift.ShouldBeFalse();
        report.Held.Count.ShouldBe(2);
    }

    public void Dispose() => _file.Dispose();

    private async Task<CheckReport> CheckAsync(string sql, params Rule[] rules)
    {
        SqliteFile.Execute(_file.FilePath, $"CREATE TABLE users (id INTEGER PRIMARY KEY, a INTEGER, email TEXT, name TEXT COLLATE RTRIM, doc TEXT); {sql}");
        await using var target = await SqliteTarget.OpenAsync(_file.FilePath);
        return await new RuleChecker(target).CheckAsync(rules, new(), null, CancellationToken.None);
    }
}
