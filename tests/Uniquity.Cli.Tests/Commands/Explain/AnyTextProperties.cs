using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace Uniquity.Cli.Tests.Commands.Explain;

public class AnyTextProperties
{
    private static readonly string[] Shapes =
    [
        "duplicate key value violates unique constraint \"{0}\"\nDETAIL:  Key (a)=({1}) already exists.",
        "E11000 duplicate key error collection: {0}.c index: a_1 dup key: {{ a: \"{1}\" }}",
        "UNIQUE constraint failed: {0}.{1}",
        "{0}{1}",
    ];

    /// <summary>Any two strings, control characters and halves of characters among them, in any shape.</summary>
    private static Arbitrary<string> Texts => (
        from shape in Gen.Elements(Shapes)
        from first in ArbMap.Default.GeneratorFor<string>()
        from second in ArbMap.Default.GeneratorFor<string>()
        select string.Format(shape, first, second)).ToArbitrary();

    [Fact]
    public void No_text_brings_the_command_down_or_reaches_the_terminal_as_a_command() => Prop.ForAll(Texts, text =>
    {
        var outcome = new Running.Cli { OnTerminal = true, Input = System.Text.Encoding.UTF8.GetBytes(text) }.CallAsync("explain", "--color", "never").Result;

        outcome.Code.ShouldBeOneOf(0, 1);
        outcome.Error.ShouldBeEmpty();
        outcome.Out.Any(c => char.IsControl(c) && c != '\n').ShouldBeFalse(outcome.Out);
    }).Check(Config.QuickThrowOnFailure);

    [Fact]
    public void Every_text_gives_valid_json() => Prop.ForAll(Texts, text =>
    {
        var outcome = new Running.Cli { Input = System.Text.Encoding.UTF8.GetBytes(text) }.CallAsync("explain", "--json").Result;

        using var json = JsonDocument.Parse(outcome.Out);
        json.RootElement.GetProperty("schema").GetString().ShouldBe("uniquity/explain/1");
        outcome.Out.Any(c => char.IsControl(c) && c != '\n').ShouldBeFalse(outcome.Out);
    }).Check(Config.QuickThrowOnFailure);
}
