using System.Text.RegularExpressions;
using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Commands.Demo;

public partial class DemoTests
{
    [Fact]
    public async Task The_demo_shows_the_error_its_cause_and_the_duplicates_and_leaves_nothing()
    {
        var before = Directory.GetDirectories(Path.GetTempPath(), "uniquity-demo-*");

        var outcome = await Running.Cli.RunAsync("demo");

        outcome.Code.ShouldBe(0);
        outcome.Error.ShouldBeEmpty();
        var story = Took().Replace(Folder().Replace(outcome.Out, "/demo"), "took 0.0 s").Split('\n').Where(line => Story().IsMatch(line));
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
    [GeneratedRegex(@"^(\d\. |\$ |sql> |A shop|That took|UQ\d+  |\w+ by )")]
    private static partial Regex Story();

    [GeneratedRegex(@"took \d+\.\d s")]
    private static partial Regex Took();
}
