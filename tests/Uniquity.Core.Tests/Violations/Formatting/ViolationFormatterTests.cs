using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Uniquity.Violations;
using Uniquity.Violations.Formatting;

namespace Uniquity.Core.Tests.Violations.Formatting;

public class ViolationFormatterTests
{
    // Hostile, as far as each engine's own text still says where a value ends. A backslash before a quote or an n is left out:
    // it cannot be told from a layer of escapes.
    private static readonly string[] Hostile =
        ["a", "Z", "0", " ", "'", "\"", "`", "(", ")", "[", "]", "{", "}", ",", ", ", ")=(", "\n", "\t", "=", ":", ";", "é", "ß", "用户", "😀", "%", "\\x", "<b>", "|", "#", "--", "."];

    [Fact]
    public void Sqlite_is_read_back() => Holds(
        from table in Name("a", "Z", "9", "_", " ", "'", "\"", "$", "é", "用")
        from columns in Name("a", "Z", "9", "_", " ", "\"", "$", "é", "用").NonEmptyListOf()
        from index in Name("a", "Z", "9", "_", " ", "'", "\"", "é", "用").OrNull()
        from code in Gen.Elements("2067", null)
        select index is null
            ? new Violation { Engine = "sqlite", Code = code, Kind = ViolationKind.Write, Table = table, Key = [.. columns.Distinct().Select(column => new KeyValue(column, null))] }
            : new Violation { Engine = "sqlite", Code = "2067", Kind = ViolationKind.Write, Index = index });

    [Fact]
    public void MySql_is_read_back() => Holds(
        from table in Name("a", "Z", "9", "_", "-", " ", "é", "用").OrNull()
        from index in Name("a", "Z", "9", "_", "-", " ", "\"", "é", "用")
        from value in Value(Hostile)
        select new Violation { Engine = "mysql", Code = "1062", Kind = ViolationKind.Write, Table = table, Index = index, Key = [new KeyValue(null, value)] });

    [Fact]
    public void SqlServer_is_read_back() => Holds(
        from schema in Name("a", "Z", "9", "_", "é", " ")
        from table in Name("a", "Z", "9", "_", "'", " ", "用")
        from index in Name("a", "Z", "9", "_", "-", " ", "\"", "用")
        from code in Gen.Elements("2627", "2601", "1505")
        from values in Gen.OneOf(Gen.Constant(new KeyValue(null, "<NULL>", true)), Value([.. Hostile.Except([", ", ",", "."]), "x"]).Select(value => new KeyValue(null, value))).NonEmptyListOf()
        select new Violation
        {
            Engine = "sqlserver",
            Code = code,
            Kind = code == "1505" ? ViolationKind.IndexBuild : ViolationKind.Write,
            Schema = schema,
            Table = table,
            Index = index,
            Key = [.. values],
        });

    [Fact]
    public void Oracle_is_read_back() => Holds(
        from schema in Name("A", "9", "_", "$")
        from table in Name("A", "9", "_", "#")
        from index in Name("A", "9", "_", "$")
        from columns in Name("A", "9", "_").NonEmptyListOf().Resize(4)
        from value in Value([.. Hostile.Except([", ", ":"])])
        select new Violation
        {
            Engine = "oracle",
            Code = "ORA-00001",
            Kind = ViolationKind.Write,
            Schema = schema,
            Table = table,
            Index = index,
            Key = [.. columns.Distinct().Select((column, i) => new KeyValue(column, i % 2 == 0 ? "x" + value : "42"))],
        });

    [Fact]
    public void MongoDb_is_read_back() => Holds(
        from database in Name("a", "Z", "9", "_", "-")
        from table in Name("a", "Z", "9", "_", "-", ".")
        from fields in Name("a", "Z", "9", "_", ".").NonEmptyListOf().Resize(4)
        from index in Name("a", "Z", "9", "_", "-", " ", "é")
            // The server does not escape: a value with quotes and commas in it can look like two parts, or like the end.
        from values in Gen.OneOf(
            Value(fields.Distinct().Count() == 1 ? [.. Hostile.Except(["\"", ",", ", "]), "dup key: {", "index: x", "{ a: 1 }"] : ["a", " ", "'", "é", ")=(", "-", ";"]),
            Gen.Elements("42", "-1.5", "true", "ObjectId('507f1f77bcf86cd799439011')", "new Date(1700000000000)", "null", "")).ListOf(9)

            // A quote with a comma or a brace behind it may end the value for any reader, as the server does not escape it.
        where !values.Any(value => Regex.IsMatch(value, "\"\\s*[,}]", RegexOptions.None, TimeSpan.FromSeconds(1)))
        select new Violation
        {
            Engine = "mongodb",
            Code = "11000",
            Kind = ViolationKind.Write,
            Database = database,
            Table = table,
            Index = index,
            Key = [.. fields.Distinct().Select((field, i) => new KeyValue(field, values[i], values[i] == "null"))],
        });

    [Fact]
    public void PostgreSql_is_read_back() => Holds(
        from schema in Name("a", "Z", "9", "_", "é")
        from table in Name("a", "Z", "9", "_", "用")
        from index in Name("a", "Z", "9", "_", "-", " ", "é", "用")
        from column in Name("a", "9", "_", "é")
        from isBuild in Gen.Elements(true, false)
        from value in Gen.OneOf(Value([.. Hostile.Except(["\n", "\"", "--"])]), Gen.Elements("42", "", "2026-11-20"))
        select new Violation
        {
            Engine = "postgresql",
            Code = "23505",
            Kind = isBuild ? ViolationKind.IndexBuild : ViolationKind.Write,
            Schema = schema,
            Table = table,
            Index = index,
            Key = [new KeyValue(column, value)],
        });

    [Theory]
    [InlineData("oracle", "ORA-01452: cannot CREATE UNIQUE INDEX; duplicate keys found")]
    [InlineData("sqlserver", "The CREATE UNIQUE INDEX statement terminated because a duplicate key was found for the object name 'T' and the index name 'I'.")]
    public void A_refused_index_build_is_told_as_one(string engine, string expected) =>
        ViolationFormatter.Format(new Violation { Engine = engine, Kind = ViolationKind.IndexBuild, Table = "T", Index = "I" }).ShouldBe(expected);

    private static void Holds(Gen<Violation> violations) => Prop.ForAll(violations.ToArbitrary(), violation =>
    {
        var text = ViolationFormatter.Format(violation);
        Told.Tell(ViolationText.Read(text)).ShouldBe(Told.Tell(violation), text);
        Told.Tell(ViolationText.Read($"before\n{text}\nafter")).ShouldBe(Told.Tell(violation with { Line = LineOf(text) }), text);
    }).Check(SameEveryRun.Config);

    /// <summary>A report's line is that of its first line of text.</summary>
    private static int LineOf(string text) => text.Length > 0 ? 2 : 1;

    private static Gen<string> Name(params string[] pieces) =>
        from middle in Gen.ArrayOf(Gen.Elements(pieces))
        from first in Gen.Elements("a", "T", "用")
        from last in Gen.Elements("z", "9", "é")
        let name = first + string.Concat(middle) + last
        where !name.Contains("  ", StringComparison.Ordinal) && !name.Contains("''", StringComparison.Ordinal)
        select name;

    private static Gen<string> Value(string[] pieces) =>
        from middle in Gen.ArrayOf(Gen.Elements(pieces))
        select "v" + string.Concat(middle) + "w";
}
