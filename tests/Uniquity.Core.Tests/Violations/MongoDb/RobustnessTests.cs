using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using Uniquity.Violations;
using Uniquity.Violations.MongoDb;

namespace Uniquity.Core.Tests.Violations.MongoDb;

public class RobustnessTests
{
    private static readonly string[] Fragments =
    [
        "E11000", "E11001 ", " duplicate key error", " collection: ", "a.b", " index: ", "_id_", "c_1", " dup key: ", "{ ", " }", "{", "}", "\"", "\\\"", "'",
        "\\", "code: 11000", "\"code\":11000", "keyValue: ", "keyPattern: {", "errmsg: '", "DuplicateKey", ", ", "\n", "\r\n", "\\n", "&quot;", "/", "(", ")", "[", "]",
        " collation: {", "Duplicate key violation on the requested collection: Index '", "WriteConflict error: ", "MongoNetworkError: connect ECONNREFUSED",
        "Unique index constraint violation 409", "CannotConvertIndexToUnique 359", "\u001b[33m", " + ", "x", "null", ":", "=", "::", "\uD800", "ä", "\0", "$numberInt",
    ];

    [Fact]
    public void No_text_makes_the_parser_throw_or_leave_its_window()
    {
        var texts = Gen.Elements(Fragments).ArrayOf().Select(pieces => string.Concat(pieces)).ToArbitrary();
        Prop.ForAll(texts, text => ReadEveryAnchor(text)).Check(SameEveryRun.Config.WithMaxTest(3000).WithEndSize(60));
    }

    [Theory]
    [InlineData("E11000 duplicate key error collection: a.b index: ")]
    [InlineData("E11000 duplicate key error collection: a.b index: c dup key: { a: \"")]
    [InlineData("E11000 duplicate key error collection: a.b index: c dup key: { a: {[(")]
    [InlineData("E11000 duplicate key error collection: a.b index: c dup key: { a: \"x\" } message: '")]
    [InlineData("{\"code\":11000,\"errmsg\":\"")]
    [InlineData("code: 11000 ")]
    [InlineData("code: 11000, keyValue: { a: '")]
    [InlineData("\"codeName\": \"DuplicateKey\" ")]
    [InlineData("Duplicate key violation on the requested collection: Index '")]
    [InlineData("MongoNetworkError: timed out ")]
    [InlineData("codeName: \"WriteConflict\" ")]
    [InlineData("\\\"E11000 duplicate key error collection: \"\"")]
    public void A_text_made_of_one_piece_is_read_in_linear_time(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length));
        var clock = Stopwatch.StartNew();
        ViolationText.Read(text);

        // Half a million characters take well under a second on an idle machine; a quadratic reading would take minutes.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    private static bool ReadEveryAnchor(string text)
    {
        var parser = new MongoDbParser();
        foreach (var anchor in parser.Anchors)
        {
            for (var at = text.IndexOf(anchor, StringComparison.Ordinal); at >= 0; at = text.IndexOf(anchor, at + 1, StringComparison.Ordinal))
            {
                if (!parser.TryRead(new TextWindow(text, at, anchor), out var finding)) continue;
                finding.End.ShouldBeInRange(at + 1, text.Length);
                finding.Start.ShouldBeInRange(0, text.Length);
                (finding.Violation is null).ShouldBe(finding.Related is not null);
            }
        }

        return true;
    }
}
