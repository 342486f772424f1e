using System.Text;
using Uniquity.Testing.Commands;

namespace Uniquity.Architecture.Tests.Commands;

public class CommandTests
{
    [Fact]
    public async Task Input_arguments_and_variables_arrive_and_both_outputs_and_the_exit_code_come_back()
    {
        var command = new Command
        {
            Program = "/bin/sh",
            Arguments = ["-c", "cat; printf '%s %s' \"$1\" \"$GREETING\" >&2; exit 7", "sh", "two words"],
            Input = Encoding.UTF8.GetBytes("größe\n"),
            Environment = new Dictionary<string, string?> { ["GREETING"] = "hello", ["HOME"] = null },
        };

        var result = await command.RunAsync();

        result.ExitCode.ShouldBe(7);
        result.Output.ShouldBe("größe\n");
        result.Error.ShouldBe("two words hello");
    }

    [Fact]
    public async Task A_command_that_takes_too_long_is_killed()
    {
        var command = new Command { Program = "/bin/sh", Arguments = ["-c", "sleep 60"], Timeout = TimeSpan.FromMilliseconds(200) };

        var expired = await Should.ThrowAsync<TimeoutException>(() => command.RunAsync());

        expired.Message.ShouldContain("did not end within");
    }

    [Fact]
    public async Task A_command_may_leave_its_input_unread()
    {
        var command = new Command { Program = "/bin/sh", Arguments = ["-c", "exit 0"], Input = new byte[1_000_000] };

        (await command.RunAsync()).ExitCode.ShouldBe(0);
    }
}
