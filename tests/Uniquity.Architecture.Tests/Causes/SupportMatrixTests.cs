using System.Reflection;
using Uniquity.Causes;
using Uniquity.Diagnosing;

namespace Uniquity.Architecture.Tests.Causes;

public class SupportMatrixTests
{
    // It compares the rows of one INSERT; the documents of a batch are writes of their own.
    private const string OfRowsInOneStatement = "UQ308";

    private static readonly SupportMatrix Matrix = SupportMatrix.Read();

    [Fact]
    public void Every_cause_has_its_row() =>
        Matrix.Rows.Select(row => (row.Code, row.Title)).ShouldBe(CauseCatalogue.All.Select(cause => (cause.Code, cause.Title)));

    [Fact]
    public void A_cell_is_one_of_four_words() =>
        Matrix.Rows.SelectMany(row => row.Cells).Distinct().Except(["live", "text", "later", "never"]).ShouldBeEmpty();

    [Theory]
    [InlineData("PostgreSQL", "Uniquity.PostgreSql")]
    [InlineData("SQLite", "Uniquity.Sqlite")]
    [InlineData("MongoDB", "Uniquity.MongoDb")]
    public void What_is_called_live_is_what_the_code_looks_for(string engine, string adapter)
    {
        // UQ101 is what remains when the holder is found and no probe names anything more specific.
        var probed = Codes(typeof(CauseCatalogue).Assembly).Concat(Codes(Assembly.Load(adapter))).Append("UQ101").Where(code => !(engine == "MongoDB" && code == OfRowsInOneStatement)).Distinct().Order(StringComparer.Ordinal);

        Matrix.CodesWith(engine, "live").ShouldBe(probed);
    }

    [Theory]
    [InlineData("PostgreSQL", "Uniquity.PostgreSql.Tests")]
    [InlineData("SQLite", "Uniquity.Sqlite.Tests")]
    [InlineData("MongoDB", "Uniquity.MongoDb.Tests")]
    public void What_is_called_live_was_brought_about_on_the_real_engine(string engine, string tests)
    {
        var tested = string.Concat(Repository.CSharp($"tests/{tests}").Concat(Repository.CSharp("src/Uniquity.Testing/Conformance")).Select(Repository.Read));

        Matrix.CodesWith(engine, "live").Where(code => !tested.Contains($"\"{code}\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PostgreSQL", "PostgreSql")]
    [InlineData("SQLite", "Sqlite")]
    [InlineData("MongoDB", "MongoDb")]
    public void What_is_called_text_is_read_by_the_engines_parser(string engine, string parser)
    {
        var sources = string.Concat(Repository.CSharp($"src/Uniquity.Core/Violations/{parser}").Select(Repository.Read));

        Matrix.CodesWith(engine, "text").Where(code => !sources.Contains($"\"{code}\"", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>The codes of all probes that a library hands out. A probe's code depends on no database, so none is given.</summary>
    private static IEnumerable<string> Codes(Assembly library) =>
        from type in library.GetTypes()
        from factory in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where factory.ReturnType == typeof(IReadOnlyList<ICauseProbe>)
        from probe in (IReadOnlyList<ICauseProbe>)factory.Invoke(null, new object?[factory.GetParameters().Length])!
        select probe.Code;
}
