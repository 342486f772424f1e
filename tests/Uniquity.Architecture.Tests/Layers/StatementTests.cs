using System.Text.RegularExpressions;
using Uniquity.Architecture.Tests.Sources;

namespace Uniquity.Architecture.Tests.Layers;

public partial class StatementTests
{
    [Theory]
    [InlineData("Uniquity.Core", "")]
    // The demo fills a scratch database of its own, as an application would.
    [InlineData("Uniquity.Cli", "Commands/Demo/DemoDatabase.cs")]
    [InlineData("Uniquity.PostgreSql", "Loading/LoadConnection.cs Once/OnceStatements.cs Resolving/Applying/WriteSession.cs Targets/Session.cs Writing/BulkChunk.cs Writing/CatalogTable.cs Writing/NpgsqlWriteSession.cs")]
    [InlineData("Uniquity.Sqlite", "Connecting/SqliteOpener.cs Once/OnceStatements.cs Running/SqliteSession.cs Violations/UniqueIndexColumns.cs Writing/CatalogReader.cs Writing/SqliteWriteSession.cs")]
    public void Statements_reach_an_engine_through_a_session_which_bounds_and_logs_them(string project, string sessions)
    {
        var sending = Repository.CSharp($"src/{project}").Where(file => Sending().IsMatch(CSharpText.WithoutComments(Repository.Read(file))));

        sending.ShouldBe(sessions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(file => $"src/{project}/{file}"), ignoreOrder: true);
    }

    [GeneratedRegex(@"\.CommandText\b|\bnew (?:Npgsql|Sqlite)(?:Batch)?Command\b|\bCreate(?:Batch|Command)\(|\bBeginBinary\w+\(|\bBeginText\w+\(")]
    private static partial Regex Sending();
}
