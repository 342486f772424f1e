using Uniquity.Causes;

namespace Uniquity.Core.Tests.Causes;

public class PagesTests
{
    [Fact]
    public void Every_cause_has_a_page_headed_by_its_code_and_title()
    {
        foreach (var cause in CauseCatalogue.All) Pages.Find(cause.Code).ShouldNotBeNull(cause.Code).Title.ShouldBe($"{cause.Code}: {cause.Title}");
    }

    [Theory]
    [InlineData("uq104", "UQ104")]
    [InlineData("E11000", "11000")]
    [InlineData("11001", "11000")]
    [InlineData("23505", "23505")]
    [InlineData("23p01", "23P01")]
    [InlineData("SQLITE_CONSTRAINT_UNIQUE", "2067")]
    public void A_code_finds_its_page_as_people_write_it(string code, string id) => Pages.Find(code).ShouldNotBeNull().Id.ShouldBe(id);

    [Theory]
    [InlineData("UQ999")]
    [InlineData("")]
    [InlineData("../secrets")]
    public void What_is_no_code_has_no_page(string code) => Pages.Find(code).ShouldBeNull();

    [Theory]
    [InlineData("does ON CONFLICT lock the table?", "lock")]
    [InlineData("can an UPDATE raise it?", "UPDATE")]
    [InlineData("is it a bug or a normal race", "race")]
    [InlineData("23505 or 23503?", "23503")]
    [InlineData("DO UPDATE or DO NOTHING", "NOTHING")]
    [InlineData("why does ON CONFLICT need an index", "index")]
    [InlineData("deferred constraints", "deferred")]
    [InlineData("which of several constraints was it", "which")]
    public void The_eight_questions_are_answered(string question, string word) =>
        Pages.Answer(question).ShouldNotBeNull().Title.ShouldContain(word, Case.Insensitive);

    [Fact]
    public void A_text_that_asks_nothing_is_not_answered() => Pages.Answer("zebra giraffe").ShouldBeNull();
}
