using System.Text.Json;
using Uniquity.Causes;

namespace Uniquity.Cli.Tests.Commands.Explain;

public class PageTests
{
    public static TheoryData<string> Codes => [.. CauseCatalogue.All.Select(cause => cause.Code), "23505", "E11000", "2067"];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_code_has_a_page(string code)
    {
        var outcome = await Running.Cli.RunAsync("explain", code.ToLowerInvariant());

        outcome.Code.ShouldBe(0);
        outcome.Out.ShouldStartWith(code == "E11000" ? "11000" : code);
        outcome.Out.ShouldNotContain("```");
        outcome.Out.ShouldNotContain("<!--");
        outcome.Out.ShouldNotContain("\n#");
    }

    [Theory]
    [InlineData("does", "ON", "CONFLICT", "lock", "the", "table")]
    [InlineData("can an UPDATE raise 23505?")]
    public async Task A_question_is_answered(params string[] question)
    {
        var outcome = await Running.Cli.RunAsync(["explain", .. question]);

        outcome.Code.ShouldBe(0);
        outcome.Out.Split('\n')[0].ShouldEndWith("?");
    }

    [Fact]
    public async Task A_page_in_a_pipe_is_plain_text_and_on_a_terminal_it_is_coloured()
    {
        (await Running.Cli.RunAsync("explain", "UQ308")).Out.ShouldNotContain("\u001b");
        (await new Running.Cli { OnTerminal = true }.CallAsync("explain", "UQ308")).Out.ShouldContain("\u001b[1mUQ308");
    }

    [Fact]
    public async Task A_page_as_json_is_its_markdown()
    {
        using var json = JsonDocument.Parse((await Running.Cli.RunAsync("explain", "UQ104", "--json")).Out);

        json.RootElement.GetProperty("schema").GetString().ShouldBe("uniquity/explain/1");
        json.RootElement.GetProperty("page").GetProperty("code").GetString().ShouldBe("UQ104");
        json.RootElement.GetProperty("page").GetProperty("text").GetString()!.ShouldStartWith("# UQ104");
        json.RootElement.GetProperty("violations").GetArrayLength().ShouldBe(0);
    }
}
