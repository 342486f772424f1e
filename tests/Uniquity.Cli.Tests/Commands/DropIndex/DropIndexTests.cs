using System.Text.Json;
using Uniquity.Cli.Tests.Running;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Commands.DropIndex;

public class DropIndexTests
{
    [PostgreSqlFact]
    public async Task Reads_and_needs_are_shown_before_anything_goes()
    {
        await using var shop = await Repair.OpenAsync();
        await shop.ExecuteAsync("CREATE UNIQUE INDEX old ON users (name, id); CREATE UNIQUE INDEX needed ON users (id, email); CREATE TABLE notes (u bigint, e text, FOREIGN KEY (u, e) REFERENCES users (id, email))");

        var plan = await shop.CallAsync("drop-index", "old", "--on", "users", "--keep-plain", "--json");
        var refused = await shop.CallAsync("drop-index", "needed", "--on", "users");
        var applied = await shop.CallAsync("drop-index", "old", "--on", "users", "--keep-plain", "--apply", "--yes");

        plan.Code.ShouldBe(0);
        using var json = JsonDocument.Parse(plan.Out);
        json.RootElement.GetProperty("schema").GetString().ShouldBe("uniquity/drop-index/1");
        json.RootElement.GetProperty("reads").GetInt64().ShouldBeGreaterThanOrEqualTo(0);
        json.RootElement.GetProperty("plainName").GetString().ShouldBe("old_plain");
        json.RootElement.GetProperty("applied").GetBoolean().ShouldBeFalse();
        refused.Code.ShouldBe(4);
        refused.Out.ShouldContain("what the foreign key notes_u_e_fkey of notes refers to");
        applied.Code.ShouldBe(0, applied.Screen);
        (await shop.ScalarAsync<string>("SELECT string_agg(indexname, ',' ORDER BY indexname) FROM pg_indexes WHERE tablename = 'users'")).ShouldBe("needed,old_plain,users_pkey");
    }

    [Fact]
    public async Task SQLite_says_that_it_does_not_count_reads()
    {
        using var shop = await Shop.OpenAsync();

        var outcome = await Running.Cli.RunAsync("drop-index", "users_email_key", "--on", "users", "--db", shop.Url);

        outcome.Code.ShouldBe(0, outcome.Screen);
        outcome.Screen.ShouldBeApproved("sqlite-text", shop.Hidden);
    }
}
