using Uniquity.Cli.Tests.Running;
using Uniquity.Testing.Commands;

namespace Uniquity.Cli.Tests.Processes;

public class ProcessTests
{
    [Theory]
    [InlineData("\"$PROGRAM\" explain UQ104 | head -1", "UQ104: null or missing counted as a value\n")]
    [InlineData("printf 'UNIQUE constraint failed: t%s.a\n' $(seq 3000) | \"$PROGRAM\" explain --json | head -1", "{\n")]
    [InlineData("\"$PROGRAM\" explain UQ104 >&-; echo $?", "0\n")]
    public async Task A_reader_that_leaves_early_is_no_error(string script, string output)
    {
        var result = await Bash(script);

        result.Output.ShouldBe(output);
        result.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("explain UQ104")]
    [InlineData("explain 'UNIQUE constraint failed: t.a' --json")]
    [InlineData("--help")]
    public async Task A_full_disk_is_told_once(string call)
    {
        if (!File.Exists("/dev/full")) return;
        var result = await Bash($"\"$PROGRAM\" {call} > /dev/full; echo $?");

        result.Output.ShouldBe("5\n");
        result.Error.ShouldStartWith("uniquity: standard output could not be written: ");
        result.Error.TrimEnd('\n').ShouldNotContain('\n');
    }

    [Fact]
    public async Task A_stream_ends_when_its_reader_is_gone()
    {
        using var shop = await Shop.OpenAsync();
        await shop.ExecuteAsync("CREATE TABLE many (a TEXT); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) INSERT INTO many SELECT 'key-' || (i / 2) FROM n; CREATE INDEX many_a ON many (a);");

        var result = await Bash($"\"$PROGRAM\" duplicates --db '{shop.Url}' --on many --key a --ndjson | head -2 | wc -l");

        result.Output.Trim().ShouldBe("2");
        result.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_ends_a_call_that_waits_for_its_input(string signal)
    {
        var result = await Bash($"timeout --preserve-status -s {signal} 5 \"$PROGRAM\" explain - < <(sleep 8); echo $?");

        result.Output.ShouldBe("130\n");
        result.Error.ShouldBe("uniquity: stopped; nothing was changed\n");
    }

    [Fact]
    public async Task Calls_one_after_the_other_fill_one_file()
    {
        var file = Path.GetTempFileName();
        try
        {
            await Bash($"{{ \"$PROGRAM\" --version; \"$PROGRAM\" --version; \"$PROGRAM\" explian; }} > '{file}' 2>&1");

            (await File.ReadAllLinesAsync(file)).Length.ShouldBe(3);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task What_is_typed_arrives_whole_in_any_script()
    {
        var result = await UniquityCommand.RunAsync("explain", "E11000 duplicate key error collection: läden.größe index: 名前_1 dup key: { 名前: \"🙂 x\" }");

        result.ExitCode.ShouldBe(0);
        result.Output.ShouldContain("名前 = 🙂 x");
    }

    private static Task<CommandResult> Bash(string script) =>
        (UniquityCommand.With() with { Program = "/bin/bash", Arguments = ["-c", script] }).In(("PROGRAM", UniquityCommand.Program)).RunAsync();
}
