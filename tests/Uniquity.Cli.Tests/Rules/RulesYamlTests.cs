using FsCheck;
using FsCheck.Fluent;
using Uniquity.Checking;
using Uniquity.Cli.Rules;
using Uniquity.Indexes;

namespace Uniquity.Cli.Tests.Rules;

public sealed class RulesYamlTests : IDisposable
{
    private static readonly string[] Odd =
    [
        "a", "no", "on", "~", "null", "1", "1.5", "0x1f", "2026-01-01", "a: b", "a #b", "# a", "- a", "a,b", "[a]", "{a}", "&a", "*a", "!a", "|", ">", "%a", "@a", "`a`",
        "'", "\"", "it's \"so\"", "a\\b", "a\nb", "a\r\nb", "\t", " padded ", "größe_名前_🚀", "a\u0085b", "a\u2028b", "a\u0001b", "\ufeffa", "?", "a:", "=", "<<", "lower(email)", "x ? y",
    ];

    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void What_is_written_is_read_again()
    {
        var texts = Gen.Elements(Odd).NonEmptyListOf().Select(parts => string.Concat(parts.Take(4))).Where(text => text.Trim().Length > 0);
        Prop.ForAll(texts.Two().Zip(texts.NonEmptyListOf()).ToArbitrary(), drawn =>
        {
            var ((on, where), key) = drawn;
            // An expression that is cut off by YAML's comma is told by its parentheses; a real key has pairs.
            var rule = new Rule { On = on.Trim(), Key = [.. key.Where(part => part.Count(c => c == '(') == part.Count(c => c == ')')).DefaultIfEmpty("a")], Where = where };
            var index = new UniqueIndex { Table = new("public", on), Name = where, Key = [.. rule.Key.Select(part => new KeyPart(part))], Warnings = [new("UQ208", where)] };
            File.WriteAllText(_file, RulesYaml.Of([new(rule, index, null), new(null, index, where)], where));
            var read = RulesFile.Read(_file).ShouldHaveSingleItem();
            (read.On, read.Where).ShouldBe((rule.On, rule.Where));
            read.Key.ShouldBe(rule.Key);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(new Replay(new Rnd(7, 9), null)));
    }

    [Theory]
    [InlineData("users", "users")]
    [InlineData("lower(email)", "lower(email)")]
    [InlineData("deleted_at IS NULL", "deleted_at IS NULL")]
    [InlineData("no", "'no'")]
    [InlineData("status = 'x'", "\"status = 'x'\"")]
    [InlineData("\"a\" = 'x'", "'\"a\" = ''x'''")]
    [InlineData("a\nb", "\"a\\nb\"")]
    public void Texts_are_written_as_plainly_as_can_be(string text, string yaml) => YamlText.Of(text).ShouldBe(yaml);

    public void Dispose() => File.Delete(_file);
}
