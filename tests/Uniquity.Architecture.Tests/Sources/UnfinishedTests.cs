namespace Uniquity.Architecture.Tests.Sources;

public class UnfinishedTests
{
    // In two pieces, so that this file is not found by itself.
    private static readonly string[] Signs = ["NotImplemented" + "Exception", "TO" + "DO", "FIX" + "ME"];

    [Fact]
    public void Nothing_is_left_for_later()
    {
        var found =
            from folder in new[] { "src", "tests", "bench" }
            from file in Repository.CSharp(folder)
            from sign in Signs
            where Repository.Read(file).Contains(sign, StringComparison.Ordinal)
            select $"{file}: {sign}";

        found.ShouldBeEmpty("What the product cannot do is refused in words, as data; what is not finished does not land.");
    }
}
