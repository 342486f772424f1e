using System.Text.RegularExpressions;
using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Commands.Demo;

public partial class DemoTests
{
    [Fact]
    public async Task The_demo_goes_from_the_error_to_the_repair_and_back_and_leaves_nothing()
    {
        var before = Directory.GetDirectories(Path.GetTempPath(), "uniquity-demo-*");

        var outcome = await Running.Cli.RunAsync("demo");

        outcome.Code.ShouldBe(0);
        outcome.Error.ShouldBeEmpty();
        var story = Run().Replace(Took().Replace(Folder().Replace(outcome.Out, "/demo"), "0.0 s"), "r-20261121-0000").Split('\n').Where(line => Story().IsMatch(line));
        string.Join('\n', story).ShouldBeApproved("demo");
        Directory.GetDirectories(Path.GetTempPath(), "uniquity-demo-*").Except(before).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_kept_demo_can_be_tried_by_hand()
    {
        var folder = Directory.CreateTempSubdirectory("uniquity-kept-").FullName;
        try
        {
            var kept = await Running.Cli.RunAsync("demo", "--keep", folder);
            kept.Out.ShouldContain("The file is yours to try:");

            var again = await Running.Cli.RunAsync("demo", "--keep", folder);
            again.Code.ShouldBe(4);
            again.Error.ShouldBe($"uniquity: {folder}/shop.db is there already and was left as it is; to replace it, add --yes\n");

            (await Running.Cli.RunAsync("demo", "--keep", folder, "--yes")).Code.ShouldBe(0);
            (await Running.Cli.RunAsync("duplicates", "--db", $"sqlite:{folder}/shop.db", "--on", "orders", "--key", "external_ref")).Code.ShouldBe(1);

            // What the demo resolved is back, as it was.
            var back = await Running.Cli.RunAsync("duplicates", "--db", $"sqlite:{folder}/shop.db", "--on", "users", "--key", "email", "--fold", "case,space", "--where", "deleted_at is null");
            back.Out.ShouldContain("193 keys are shared, 193 excess rows");
            (await Running.Cli.RunAsync("runs", "--db", $"sqlite:{folder}/shop.db")).Out.ShouldContain("undone");
            (await Running.Cli.RunAsync("indexes", "--db", $"sqlite:{folder}/shop.db")).Out.ShouldNotContain("users_email_live");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_a_wrong_call() => (await Running.Cli.RunAsync("demo", "--keep", "/dev/null/x")).Code.ShouldBe(2);

    [GeneratedRegex(@"/\S*/uniquity-demo-\w+")]
    private static partial Regex Folder();

    // What the commands print in between has approved texts of its own.
    [GeneratedRegex(@"^(\d\. |\$ |sql> |A shop|That took|UQ\d+  |\w+ by |Done: |Run r-|\w+ is dropped)")]
    private static partial Regex Story();

    [GeneratedRegex(@"(?<=took |in )\d+\.\d s")]
    private static partial Regex Took();

    [GeneratedRegex(@"r-\d{8}-[0-9a-f]{4}")]
    private static partial Regex Run();
}
