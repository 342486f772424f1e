using System.Text.RegularExpressions;
using Uniquity.Architecture.Tests.Sources;

namespace Uniquity.Architecture.Tests.Layers;

public partial class EngineNameTests
{
    [Fact]
    public void The_core_names_an_engine_only_where_it_reads_that_engines_errors()
    {
        var found =
            from file in Repository.CSharp("src/Uniquity.Core")
            where !file.StartsWith("src/Uniquity.Core/Violations/", StringComparison.Ordinal)
            from Match name in Engine().Matches(CSharpText.WithoutComments(Repository.Read(file)))
            select $"{file}: {name.Value}";

        found.ShouldBeEmpty("What differs between engines belongs to an adapter, or is asked of it as a fact.");
    }

    [Fact]
    public void Only_one_file_of_the_command_knows_the_adapters()
    {
        var knowing = Repository.CSharp("src/Uniquity.Cli").Where(file => Adapter().IsMatch(CSharpText.WithoutComments(Repository.Read(file)))).ToList();

        knowing.Count.ShouldBeLessThanOrEqualTo(1, $"The adapters are chosen in one place; found in {string.Join(", ", knowing)}.");
    }

    // The symbol of an error code is data: SQLITE_CONSTRAINT_UNIQUE is what a person types to see its page.
    [GeneratedRegex("(?!SQLITE_CONSTRAINT_)(?:postgres|npgsql|sqlite|mongo|mysql|mariadb|sqlserver|oracle|cockroach|cosmos|documentdb)", RegexOptions.IgnoreCase)]
    private static partial Regex Engine();

    [GeneratedRegex(@"\bUniquity\.(?:PostgreSql|Sqlite|MongoDb)\b|\bNpgsql\b|\bMicrosoft\.Data\.Sqlite\b|\bSQLitePCL\b")]
    private static partial Regex Adapter();
}
