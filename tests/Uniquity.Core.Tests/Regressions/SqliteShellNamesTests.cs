using Uniquity.Violations;

namespace Uniquity.Core.Tests.Regressions;

public class SqliteShellNamesTests
{
    [Theory]
    [InlineData("Error: stepping, UNIQUE constraint failed: my table.a (19)", "my table", "a")]
    [InlineData("Error: stepping, UNIQUE constraint failed: we ird.t\"x.col 1 (19)", "we ird.t\"x", "col 1")]
    [InlineData("Error: stepping, UNIQUE constraint failed: users.email (19)", "users", "email")]
    public void Names_with_spaces_are_read_in_what_the_shell_prints_while_stepping(string text, string table, string column)
    {
        var violation = ViolationText.Read(text).Violations.ShouldHaveSingleItem();
        violation.Table.ShouldBe(table);
        violation.Key.ShouldHaveSingleItem().Field.ShouldBe(column);
    }

    [Fact]
    public void Prose_about_stepping_is_no_violation() =>
        ViolationText.Read("The docs say a stepping, UNIQUE constraint failed message means trouble.").Violations.ShouldBeEmpty();
}
