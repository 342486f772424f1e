using Uniquity.Violations;

namespace Uniquity.Core.Tests.Violations.Scanning;

public class MergingTests
{
    private const string Email = "UNIQUE constraint failed: users.email";

    [Fact]
    public void The_same_violation_counts_with_its_first_line() =>
        $"one\nError: {Email}\ntwo\nError: {Email}\nError: {Email}\n".ShouldTell("sqlite - write users [email] x3 @2");

    [Fact]
    public void Far_apart_it_is_still_the_same() =>
        ($"Error: {Email}\n" + new string('\n', 500) + $"Error: {Email}").ShouldTell("sqlite - write users [email] x2");

    [Fact]
    public void One_told_again_with_less_is_the_same() =>
        $"SQLite Error 19: '{Email}'.\n   at X.Run()\ncaused by: {Email}".ShouldTell("sqlite 19 write users [email] x2");

    [Fact]
    public void One_told_again_with_more_is_the_same_with_both_facts() =>
        "Duplicate entry 'a' for key 'email'\nDuplicate entry 'a' for key 'users.email'".ShouldTell("mysql 1062 write users/email [=a] x2");

    [Fact]
    public void One_told_with_less_far_away_is_another() =>
        ("Duplicate entry 'a' for key 'users.email'" + new string('\n', 80) + "Duplicate entry 'a' for key 'email'")
            .ShouldTell("mysql 1062 write users/email [=a]", "mysql 1062 write /email [=a] @81");

    [Fact]
    public void One_with_a_contradicting_fact_is_another() =>
        "Duplicate entry 'a' for key 'users.email'\nDuplicate entry 'b' for key 'users.email'"
            .ShouldTell("mysql 1062 write users/email [=a]", "mysql 1062 write users/email [=b] @2");

    [Fact]
    public void Fields_below_a_message_are_not_counted() =>
        $"SqliteError: {Email}\n  code: 'SQLITE_CONSTRAINT_UNIQUE'\nSqliteError: {Email}\n  code: 'SQLITE_CONSTRAINT_UNIQUE'\n"
            .ShouldTell("sqlite 2067 write users [email] x2");

    [Fact]
    public void Fields_before_their_message_are_not_counted() =>
        $"{{ code: 'SQLITE_CONSTRAINT_UNIQUE',\n message: '{Email}' }}".ShouldTell("sqlite 2067 write users [email]");

    [Fact]
    public void Fields_without_any_message_are_counted() =>
        ("{ code: 'ER_DUP_ENTRY' }" + new string('\n', 60) + "{ code: 'ER_DUP_ENTRY' }").ShouldTell("mysql 1062 write  x2");

    [Fact]
    public void Engines_are_not_mixed() =>
        $"{Email}\nDuplicate entry 'a' for key 'users.email'\nORA-00001: unique constraint (A.B) violated\n{Email}"
            .ShouldTell("sqlite - write users [email] x2", "mysql 1062 write users/email [=a] @2", "oracle ORA-00001 write A/B @3");

    [Fact]
    public void A_related_error_stands_once_per_line() =>
        "ORA-02291: x ORA-02291: y\nORA-02291: z\nORA-01400: n".ShouldTell("UQ901 ORA-02291", "UQ901 ORA-02291 @2", "UQ902 ORA-01400 @3");

    [Fact]
    public void Errors_of_different_drivers_on_neighbouring_lines_lend_each_other_nothing()
    {
        const string Text = """
            PrismaClientKnownRequestError: Unique constraint failed on the fields: (`email`)
            pq: duplicate key value violates unique constraint "tags_name_key"
            (1062, "Duplicate entry 'bob' for key 'people.name'")
            ORA-00001: unique constraint (HR.EMP_UK) violated
            {"code":"23505","table":"labels","constraint":"labels_name_key"}
            Error: SQLITE_CONSTRAINT_UNIQUE: UNIQUE constraint failed: users.email
            """;

        Told.Tell(ViolationText.Read(Text)).Split('\n').ShouldBe(
        [
            " - write  [email]",
            "postgresql 23505 write /tags_name_key @2",
            "mysql 1062 write people/name [=bob] @3",
            "oracle ORA-00001 write HR/EMP_UK @4",
            "postgresql 23505  labels/labels_name_key @5",
            "sqlite 2067 write users [email] @6",
        ]);
    }
}
