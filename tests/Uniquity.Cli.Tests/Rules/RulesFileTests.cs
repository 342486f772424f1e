using Uniquity.Checking;
using Uniquity.Cli.Rules;
using Uniquity.Duplicates;
using Uniquity.Indexes;
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
                nulls: not-distinct
                fold: [case]
                name: messages_once
                conflict: expected
            """);

        rules.Count.ShouldBe(2);
        rules[0].On.ShouldBe("users");
        rules[0].Key.ShouldBe(["tenant_id", "lower(email)"]);
        rules[0].Where.ShouldBe("deleted_at is null");
        (rules[0].Conflict, rules[0].Nulls, rules[0].Fold, rules[0].Name).ShouldBe((RuleConflict.Exclusive, null, Folding.None, null));
        rules[0].Place.ShouldBe($"{_file}:2");
        rules[1].Key.ShouldBe(["message_id"]);
        (rules[1].Conflict, rules[1].Nulls, rules[1].Fold, rules[1].Name).ShouldBe((RuleConflict.Expected, NullHandling.NotDistinct, Folding.Case, "messages_once"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing yet\n")]
    [InlineData("---\n")]
    [InlineData("rules:\n")]
    [InlineData("rules: []\n")]
    [InlineData("rules: ~\n")]
    public void An_empty_file_has_no_rules(string text) => Read(text).ShouldBeEmpty();

    [Fact]
    public void Anchors_share_members_and_a_rules_own_come_first()
    {
        var rules = Read("""
            x-live: &live
              where: deleted_at is null
              conflict: expected
            rules:
              - &first {<<: *live, on: users, key: [email]}
              - {<<: [{key: [name]}, *first], on: people, where: null}
            """);

        rules.Select(rule => (rule.On, rule.Key[0], rule.Where, rule.Conflict)).ShouldBe(
            [("users", "email", "deleted_at is null", RuleConflict.Expected), ("people", "name", null, RuleConflict.Expected)]);
    }

    [Fact]
    public void Json_is_read_too() =>
        Read("""{"rules": [{"on": "users", "key": ["a", "\"b c\""], "where": null}]}""").ShouldHaveSingleItem().Key.ShouldBe(["a", "\"b c\""]);

    [Theory]
    [InlineData("rules:\n  - key: [a]\n", ":2:5: a rule has no 'on: TABLE'")]
    [InlineData("rules:\n  - on: t\n", ":2:5: the rule on t has no 'key: [a, b]'")]
    [InlineData("rules:\n  - on: t\n    key: []\n", ":3:10: the rule on t has an empty key; the right form: key: [a, b]")]
    [InlineData("rules:\n  - on: t\n    key: [a, {b: 1}]\n", ":3:14: a key part is a text")]
    [InlineData("rules:\n  - on: t\n    key: [coalesce(a, b)]\n", ":3:11: 'coalesce(a' has a parenthesis too many; YAML ends a part at a comma, so quote it: key: [\"coalesce(a, b)\"]")]
    [InlineData("rules:\n  - on: t\n    key: [a]\n    conflict: exclusiv\n", ":4:15: conflict is exclusive or expected, not exclusiv; nearest right form: conflict: exclusive")]
    [InlineData("rules:\n  - on: t\n    key: [a]\n    nulls: not distinct\n", ":4:12: nulls is distinct or not-distinct or sparse or value, not not distinct; nearest right form: nulls: not-distinct")]
    [InlineData("rules:\n  - on: t\n    key: [a]\n    fold: unicode\n", ":4:11: an index folds case alone; for unicode write the expression")]
    [InlineData("rules:\n  - on: t\n    key: [a]\n    wehre: x\n", ":4:5: a rule has no 'wehre'; did you mean where?")]
    [InlineData("rules:\n  - on: t\n    key: [a]\n    frobnicate: x\n", ":4:5: a rule has no 'frobnicate'; it has on, key, where, nulls, fold, conflict, name")]
    [InlineData("rules:\n  - on: t\n    key: [a]\n    where: [a]\n", ":4:12: 'where' is a text; the right form: where: deleted_at is null")]
    [InlineData("rule:\n  - on: t\n", ":1:1: a rules file has no 'rule'; did you mean rules?")]
    [InlineData("rules:\n  on: t\n", ":2:3: 'rules:' is followed by a list, each rule after a '- '")]
    [InlineData("rules:\n  - users\n", ":2:5: a rule has members; the right form: - {on: users, key: [email]}")]
    [InlineData("- on: t\n", ":1:1: a rules file begins with 'rules:' and a list of rules under it")]
    [InlineData("rules: []\n---\nrules: []\n", ":3:1: a rules file is one document")]
    [InlineData("rules: [\n", "this is no YAML")]
    [InlineData("rules:\n  - on: t\n    on: u\n    key: [a]\n", "this is no YAML: Duplicate key")]
    [InlineData("rules:\n  - *nowhere\n", "this is no YAML")]
    [InlineData("rules:\n  - {on: t, key: [a]}\n  - {on: t, key: [a], conflict: expected}\n", ":3:5: this rule is the one at FILE:2 again (t by a); keep one")]
    public void What_is_wrong_is_said_with_its_line_and_column(string text, string said) =>
        Should.Throw<UsageException>(() => Read(text)).Message.ShouldContain(said.Replace("FILE", _file, StringComparison.Ordinal));

    [Fact]
    public void A_file_that_is_not_there_is_said_to_be() =>
        Should.Throw<UsageException>(() => RulesFile.Read("/no/such/rules.yaml")).Message.ShouldBe("the rules file /no/such/rules.yaml cannot be read: there is no such file");

    [Fact]
    public void An_anchor_that_holds_itself_ends() =>
        Should.Throw<UsageException>(() => Read("rules:\n  - &a\n    <<: *a\n    on: t\n")).Message.ShouldContain("has no 'key");

    public void Dispose() => File.Delete(_file);

    private IReadOnlyList<Rule> Read(string text)
    {
        File.WriteAllText(_file, text);
        return RulesFile.Read(_file);
    }
}
