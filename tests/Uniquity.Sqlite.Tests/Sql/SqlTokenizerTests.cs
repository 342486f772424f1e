using FsCheck;
using FsCheck.Fluent;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Tests.Sql;

public sealed class SqlTokenizerTests
{
    [Theory]
    [InlineData("a+b", "a|+|b")]
    [InlineData("x'00ff' 'it''s' \"a\"\"b\" [c d] `e``f`", "x'00ff'|'it''s'|\"a\"\"b\"|[c d]|`e``f`")]
    [InlineData("a -- it's a comment\n, b", "a|,|b")]
    [InlineData("a /* ' */ b", "a|b")]
    [InlineData("1.5e-3 .5 0x1F 1e5", "1.5e-3|.5|0x1F|1e5")]
    [InlineData("? ?1 :a @b $c", "?|?1|:a|@b|$c")]
    [InlineData("a->>'$.x' || b <> c", "a|->>|'$.x'||||b|<>|c")]
    [InlineData("größe.名前", "größe|.|名前")]
    [InlineData("", "")]
    [InlineData("-- only", "")]
    public void Text_is_taken_apart_as_sqlite_does(string sql, string tokens) =>
        string.Join('|', SqlTokenizer.Tokenize(sql).Select(t => t.Text)).ShouldBe(tokens);

    [Theory]
    [InlineData("'open")]
    [InlineData("\"open")]
    [InlineData("[open")]
    [InlineData("a /* open")]
    public void What_never_closes_is_broken(string sql) =>
        SqlTokenizer.Tokenize(sql)[^1].Kind.ShouldBe(SqlTokenKind.Broken);

    [Fact]
    public void Any_text_is_read_and_every_token_is_where_it_says() =>
        Prop.ForAll<string?>(text =>
        {
            var sql = text ?? string.Empty;
            var tokens = SqlTokenizer.Tokenize(sql);
            return tokens.All(t => sql.AsSpan(t.Start).StartsWith(t.Text, StringComparison.Ordinal) && t.Text.Length > 0)
                && tokens.Zip(tokens.Skip(1)).All(pair => pair.First.End <= pair.Second.Start);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_quoted_name_is_read_back() =>
        Prop.ForAll<string?>(text =>
        {
            var name = text ?? string.Empty;
            return SqliteName.Unquote(SqliteName.Always(name)) == name
                && SqlTokenizer.Tokenize(SqliteName.Always(name)) is [{ Kind: SqlTokenKind.QuotedName } only] && only.Name == name;
        }).QuickCheckThrowOnFailure();
}
