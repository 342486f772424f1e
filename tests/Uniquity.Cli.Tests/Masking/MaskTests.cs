using Uniquity.Cli.Masking;
using Uniquity.Violations;

namespace Uniquity.Cli.Tests.Masking;

public class MaskTests
{
    [Fact]
    public void Equal_values_show_equal_and_others_do_not()
    {
        var mask = new Mask();

        mask.Value("anna@example.com").ShouldBe(mask.Value("anna@example.com"));
        mask.Value("anna@example.com").ShouldNotBe(mask.Value("Anna@example.com"));
    }

    [Fact]
    public void Another_run_shows_others_so_that_nobody_can_look_one_up() => new Mask().Value("a").ShouldNotBe(new Mask().Value("a"));

    [Theory]
    [InlineData("WHERE email = 'o''neil@x.com'", "o'neil@x.com", "WHERE email = 'HASH'")]
    [InlineData("next value is 42, max is 420 of users_42", "42", "next value is HASH, max is 420 of users_42")]
    [InlineData("{\"email\":\"a\\u0022b\"}", "a\"b", "{\"email\":\"HASH\"}")]
    [InlineData("(bo)(bo)", "bo", "(HASH)(HASH)")]
    [InlineData("nothing here", "bo", "nothing here")]
    public void A_learnt_value_is_hidden_wherever_it_stands_alone(string text, string value, string hidden)
    {
        var mask = new Mask();
        var hash = mask.Value(value);

        mask.Text(text).Replace(hash, "HASH", StringComparison.Ordinal).ShouldBe(hidden);
    }

    [Fact]
    public void A_violation_keeps_its_names_and_loses_its_values()
    {
        var violation = new Violation
        {
            Table = "users",
            Index = "users_email_key",
            Key = [new("email", "anna@example.com"), new("phone", "null", IsNull: true)],
            Statement = "INSERT INTO users VALUES ('anna@example.com')",
            Context = "COPY users, line 7: \"anna@example.com\"",
        };

        var hidden = new Mask().Hide(new Reading([violation], [])).Violations[0];

        hidden.ToString().ShouldNotContain("anna");
        hidden.Key[0].Value!.ShouldStartWith("#");
        hidden.Key[1].ShouldBe(new KeyValue("phone", "null", IsNull: true));
        hidden.Index.ShouldBe("users_email_key");
        hidden.Statement.ShouldBe($"INSERT INTO users VALUES ('{hidden.Key[0].Value}')");
    }
}
