using Uniquity.Cli.Tests.Running;
using Uniquity.Testing.Commands;

namespace Uniquity.Cli.Tests.Commands.Completion;

public class CompletionTests
{
    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Every_shell_has_its_script(string shell) => (await Running.Cli.RunAsync("completion", shell)).Out.ShouldBeApproved($"completion-{shell}");

    [Theory]
    [InlineData("uniquity du", "duplicates")]
    [InlineData("uniquity completion f", "fish")]
    [InlineData("uniquity duplicates --inc", "--include-null")]
    [InlineData("uniquity indexes --d", "--db")]
    public async Task Bash_completes_a_line(string line, string word)
    {
        var script = (await Running.Cli.RunAsync("completion", "bash")).Out;
        var bash = UniquityCommand.With() with
        {
            Program = "/bin/bash",
            Arguments = ["-c", $"""
                uniquity() {"{"} "$PROGRAM" "$@"; {"}"}
                {script}
                COMP_LINE=$LINE COMP_POINT=$(printf %s "$LINE" | wc -c) COMP_WORDS=($LINE) COMP_CWORD=$(({"${#COMP_WORDS[@]}"} - 1))
                _uniquity
                printf '%s\n' "{"${COMPREPLY[@]}"}"
                """],
        };

        var result = await bash.In(("PROGRAM", UniquityCommand.Program), ("LINE", line)).RunAsync();

        result.Output.Split('\n').ShouldContain(word, result.Error);
    }
}
