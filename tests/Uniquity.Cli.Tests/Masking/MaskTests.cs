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
    [InlineData("(anna)(anna)", "anna", "(HASH)(HASH)")]
    [InlineData("nothing here", "bo", "nothing here")]
    public void A_learnt_value_is_hidden_wherever_it_stands_alone(string text, string value, string hidden)
    {
        var mask = new Mask();
        var hash = mask.Value(value);

        mask.Text(text).Replace(hash, "HASH", StringComparison.Ordinal).ShouldBe(hidden);
    }

    [Theory]
    [InlineData("a", "a row holds a = 'a', as a key of a part", "a row holds a = 'HASH', as a key of a part")]
    [InlineData("2", "The key has 2 parts; n = 2, m is 2, and 2 rows (2, 3) hold it", "The key has 2 parts; n = HASH, m is HASH, and 2 rows (HASH, 3) hold it")]
    [InlineData("row", "No row of users holds name = 'row' now", "No row of users holds name = 'HASH' now")]
    [InlineData("unknown", "unknown is said of 'unknown'", "unknown is said of 'HASH'")]
    public void A_value_that_is_a_word_tears_no_sentence_apart(string value, string text, string hidden)
    {
        var mask = new Mask();
        var hash = mask.Value(value);

        mask.Prose(text).Replace(hash, "HASH", StringComparison.Ordinal).ShouldBe(hidden);
    }

    [Theory]
    [InlineData("a", "INSERT INTO a (a, n) VALUES ('a', 1)", "INSERT INTO a (a, n) VALUES ('HASH', 1)")]
    [InlineData("7", "UPDATE t7 SET id = 7 WHERE id=7 AND n IN (7, 70)", "UPDATE t7 SET id = HASH WHERE id=HASH AND n IN (HASH, 70)")]
    [InlineData("anna", "COPY users, line 7: \"7\tanna\tx\"", "COPY users, line 7: \"7\tHASH\tx\"")]
    public void In_a_statement_the_literals_are_hidden(string value, string text, string hidden)
    {
        var mask = new Mask();
        var hash = mask.Value(value);

        mask.Text(text).Replace(hash, "HASH", StringComparison.Ordinal).ShouldBe(hidden);
    }

    [Fact]
    public void The_other_readings_of_a_key_are_hidden_too()
    {
        var reading = ViolationText.Read("ERROR:  duplicate key value violates unique constraint \"t_ab\"\nDETAIL:  Key (a, b)=(anna, of, berlin) already exists.");

        var hidden = new Mask().Hide(reading).Violations[0];

        hidden.OtherKeys.ShouldNotBeEmpty();
        string.Join(' ', hidden.OtherKeys.Append(hidden.Key).SelectMany(key => key).Select(part => part.Value)).ShouldNotContain("anna");
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
