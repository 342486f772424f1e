using Uniquity.Cli.Tests.Running;

namespace Uniquity.Cli.Tests.Commands;

public class HelpTests
{
    [Theory]
    [InlineData("explain")]
    [InlineData("diagnose")]
    [InlineData("indexes")]
    [InlineData("duplicates")]
    [InlineData("resolve")]
    [InlineData("apply")]
    [InlineData("runs")]
    [InlineData("undo")]
    [InlineData("resume")]
    [InlineData("enforce")]
    [InlineData("drop-index")]
    [InlineData("check")]
    [InlineData("rules")]
    [InlineData("demo")]
    [InlineData("completion")]
    public async Task Every_command_has_its_help(string command)
    {
        var help = await Running.Cli.RunAsync(command, "--help");

        help.Code.ShouldBe(0);
        help.Error.ShouldBeEmpty();
        help.Out.ShouldBeApproved($"help-{command}");
        (await Running.Cli.RunAsync("help", command)).ShouldBe(help);
        (await Running.Cli.RunAsync(command, "-h", "--frobnicate")).ShouldBe(help);
    }

    [Fact]
    public async Task A_call_without_a_command_shows_what_there_is()
    {
        var help = await Running.Cli.RunAsync();

        help.Code.ShouldBe(0);
        help.Out.ShouldBeApproved("help");
        (await Running.Cli.RunAsync("--help")).ShouldBe(help);
        (await Running.Cli.RunAsync("help")).ShouldBe(help);
    }

    [Fact]
    public async Task On_a_narrow_terminal_the_help_is_wrapped()
    {
        var help = await new Running.Cli { OnTerminal = true, Width = 60, Variables = new Dictionary<string, string> { ["NO_COLOR"] = "1" } }.CallAsync("duplicates", "--help");

        help.Out.ShouldBeApproved("help-narrow");
    }

    [Fact]
    public async Task The_version_is_one_line()
    {
        var version = await Running.Cli.RunAsync("--version");

        version.Out.ShouldMatch(@"^uniquity \d+\.\d+\.\d+\n$");
        version.Code.ShouldBe(0);
    }
}
