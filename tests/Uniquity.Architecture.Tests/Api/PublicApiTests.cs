using System.Reflection;

namespace Uniquity.Architecture.Tests.Api;

public class PublicApiTests
{
    [Theory]
    [InlineData("Uniquity.Core")]
    [InlineData("Uniquity.PostgreSql")]
    [InlineData("Uniquity.MongoDb")]
    [InlineData("Uniquity.Sqlite")]
    [InlineData("Uniquity.EntityFrameworkCore")]
    [InlineData("Uniquity.AspNetCore")]
    [InlineData("Uniquity.Polly")]
    [InlineData("Uniquity.Testing")]
    public void What_a_library_promises_changes_only_on_purpose(string library) =>
        PublicApi.Describe(Assembly.Load(library)).ShouldMatchApproved(approval =>
        {
            approval.SubFolder("../Approvals").WithFilenameGenerator((_, _, type, extension) => $"{library}.{type}.{extension}");
            approval.WithScrubber(text => text.ReplaceLineEndings("\n"));
        });

    [Fact]
    public void The_dump_shows_what_callers_must_know()
    {
        var core = PublicApi.Describe(typeof(Uniquity.Causes.CauseCatalogue).Assembly);

        core.ShouldContain("static Cause? Find(string code)");
        core.ShouldContain("static IReadOnlyList<Cause> All { get; }");
        core.ShouldContain("required Cause Cause { get; init; }");
        core.ShouldContain("string? Run { get; init; }");
        core.ShouldContain("sealed class TargetException : Exception");
        core.ShouldContain("interface ITarget : IAsyncDisposable");
        core.ShouldNotContain("PrintMembers");
    }
}
