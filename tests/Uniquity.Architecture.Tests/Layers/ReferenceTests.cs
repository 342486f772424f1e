using System.Reflection;
using System.Xml.Linq;

namespace Uniquity.Architecture.Tests.Layers;

public class ReferenceTests
{
    [Theory]
    [InlineData("Uniquity.Core", "", "")]
    [InlineData("Uniquity.PostgreSql", "Uniquity.Core", "Npgsql")]
    [InlineData("Uniquity.MongoDb", "Uniquity.Core", "")]
    [InlineData("Uniquity.Sqlite", "Uniquity.Core", "Microsoft.Data.Sqlite.Core SQLitePCLRaw.bundle_e_sqlite3")]
    // EF Core speaks to PostgreSQL through the adapter, which has the race-free writes.
    [InlineData("Uniquity.EntityFrameworkCore", "Uniquity.Core Uniquity.PostgreSql", "Microsoft.EntityFrameworkCore.Relational")]
    [InlineData("Uniquity.AspNetCore", "Uniquity.Core", "")]
    [InlineData("Uniquity.Polly", "Uniquity.Core", "Polly.Core")]
    [InlineData("Uniquity.Testing", "Uniquity.Core", "Npgsql Shouldly xunit.assert xunit.extensibility.core xunit.extensibility.execution")]
    public void A_library_stands_on_nothing_else(string library, string projects, string packages)
    {
        var project = XDocument.Load(Path.Combine(Repository.Root, "src", library, library + ".csproj"));

        Included(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).ShouldBe(Words(projects), ignoreOrder: true);
        Included(project, "PackageReference").ShouldBe(Words(packages), ignoreOrder: true);
    }

    [Fact]
    public void Every_library_is_held_to_a_rule()
    {
        var ruled = typeof(ReferenceTests).GetMethod(nameof(A_library_stands_on_nothing_else))!
            .GetCustomAttributes<InlineDataAttribute>().Select(data => (string)data.GetData(null!).Single()[0]);
        var libraries = Repository.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file));

        libraries.Except(["Uniquity.Cli"]).ShouldBe(ruled, ignoreOrder: true);
    }

    [Fact]
    public void The_core_is_compiled_against_the_base_class_library_alone()
    {
        var references = typeof(Uniquity.Causes.CauseCatalogue).Assembly.GetReferencedAssemblies().Select(name => name.Name!).ToList();

        references.ShouldContain("System.Runtime");
        references.Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Included(XDocument project, string item) =>
        project.Descendants(item).Select(element => element.Attribute("Include")!.Value);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
