using Uniquity.Cli.Rules;
using Uniquity.Targets;

namespace Uniquity.Cli.Tests.Rules;

public sealed class RulesFileTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void A_rule_has_a_table_a_key_a_filter_and_what_a_conflict_means()
    {
        var rules = Read("""
            rules:
              - on: users
                key: [tenant_id, lower(email)]
                where: deleted_at is null
                conflict: exclusive
              - on: inbox.messages
                key: message_id
                conflict: expected
            """);

        rules.Count.ShouldBe(2);
        rules[0].On.ShouldBe("users");
        rules[0].Key.ShouldBe(["tenant_id", "lower(email)"]);
        rules[0].Where.ShouldBe("deleted_at is null");
        rules[0].Expected.ShouldBeFalse();
        rules[1].Key.ShouldBe(["message_id"]);
        rules[1].Expected.ShouldBeTrue();
    }

    [Fact]
    public void An_empty_file_has_no_rules() => Read("").ShouldBeEmpty();

    [Theory]
    [InlineData("rules:\n  - key: [a]\n", ":2: a rule has no 'on: TABLE'")]
    [InlineData("rules:\n  - on: t\n", ":2: the rule on t has no 'key: [a, b]'")]
    [InlineData("rules:\n  - on: t\n    key: [a]\n    conflict: maybe\n", ":2: the rule on t has conflict: maybe; it is exclusive or expected")]
    [InlineData("- on: t\n", ":1: a rules file begins with 'rules:' and a list")]
    [InlineData("rules: [\n", "this is no YAML")]
    public void What_is_wrong_is_said_with_its_line(string text, string said) =>
        Should.Throw<UsageException>(() => Read(text)).Message.ShouldContain(said);

    [Fact]
    public void A_file_that_is_not_there_is_said_to_be() =>
        Should.Throw<UsageException>(() => RulesFile.Read("/no/such/rules.yaml")).Message.ShouldStartWith("the rules file /no/such/rules.yaml cannot be read");

    public void Dispose() => File.Delete(_file);

    private IReadOnlyList<Rule> Read(string text)
    {
        File.WriteAllText(_file, text);
        return RulesFile.Read(_file);
    }
}
