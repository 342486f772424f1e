using System.Text.RegularExpressions;

namespace Uniquity.Architecture.Tests.Sources;

public partial class TypePerFileTests
{
    [Fact]
    public void A_file_holds_one_public_type_and_bears_its_name()
    {
        var wrong =
            from file in Repository.CSharp("src")
            let types = PublicTypes(file)
            where types.Count > 1 || (types.Count == 1 && Path.GetFileName(file).Split('.')[0] != types[0])
            select $"{file}: {string.Join(", ", types)}";

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void A_second_public_type_would_be_seen()
    {
        Declaration().Matches("\npublic sealed record A(int B);\npublic readonly record struct C;\ninternal class D { public class E; }")
            .Select(match => match.Groups["name"].Value).ShouldBe(["A", "C"]);
    }

    private static List<string> PublicTypes(string file) =>
        [.. Declaration().Matches("\n" + CSharpText.WithoutComments(Repository.Read(file))).Select(match => match.Groups["name"].Value).Distinct()];

    // Namespaces are file-scoped, so a type that is not nested begins its line.
    [GeneratedRegex(@"\npublic (?:(?:sealed|static|abstract|partial|readonly|ref|unsafe) )*(?:class|struct|record|interface|enum|delegate \S+)(?: (?:class|struct))? (?<name>\w+)")]
    private static partial Regex Declaration();
}
