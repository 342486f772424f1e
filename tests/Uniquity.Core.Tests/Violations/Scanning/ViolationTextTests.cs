using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Uniquity.Violations;
using Uniquity.Violations.Scanning;

namespace Uniquity.Core.Tests.Violations.Scanning;

public class ViolationTextTests
{
    private static readonly string[] Pieces =
    [
        "UNIQUE constraint failed: users.email", "UNIQUE constraint failed", ": ", "index 'x'", "SQLITE_CONSTRAINT_UNIQUE", "(code 2067)",
        "Duplicate entry 'a' for key 'users.b'", "Duplicate entry '", "' for key '", "ER_DUP_ENTRY", "sqlMessage: \"",
        "Violation of UNIQUE KEY constraint 'x'. Cannot insert duplicate key in object 'dbo.t'. The duplicate key value is (a, b).",
        "Violation of PRIMARY KEY constraint '", "Cannot insert duplicate key row in object 'a.b' with unique index '",
        " The duplicate key value is (", ").", "ORA-00001: unique constraint (A.B) violated", "ORA-00001: ", "ORA-03301: x values (A:", ") already exists",
        " on table A.B columns (", "column ", "is not unique", "columns a, b ", "are not unique", "A UNIQUE constraint failed (",
        "\"", "'", "\\", "\\\"", "\\n", "\n", "\r\n", "&quot;", "</b>", ", ", ".", "(", ")", "{", "}", " ", "é", "約", "\0", "\uD800", "\uFEFF", "%s",
        "duplicate key value violates unique constraint \"u\"", "DETAIL:  Key (a)=(b) already exists.", "E11000 duplicate key error collection: db.c index: a_1 dup key: { a: \"x\" }",
        "code: '23505'", "ERROR:  ", "dup key: { : ", "CollationKey(0x", "23505", "11000", "could not create unique index \"", "SQLSTATE", "Key (",
    ];

    [Fact]
    public void Any_string_is_read_without_an_exception() => Prop.ForAll(
        ArbMap.Default.ArbFor<NonNull<string>>(), Texts(), (random, text) =>
        {
            _ = ViolationText.Read(random.Get);
            _ = ViolationText.Read(text);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_read_without_an_exception() => Prop.ForAll<byte[]>(bytes =>
    {
        _ = Read(bytes, 64);
        _ = Read([.. bytes, .. Encoding.UTF8.GetBytes("UNIQUE constraint failed: a.b"), .. bytes], 7);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void In_chunks_a_text_reads_as_at_once() => Prop.ForAll(
        Texts(), Gen.Choose(1, 300_000).ToArbitrary(), Gen.Choose(0, 90_000).ToArbitrary(), (text, chunk, gap) =>
        {
            // Wider apart than a window, so that what is far behind has been forgotten.
            var wide = string.Join(new string('x', gap) + '\n', text, text, "UNIQUE constraint failed: a.b", text);
            wide = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(wide));
            Told.Tell(Read(Encoding.UTF8.GetBytes(wide), chunk)).ShouldBe(Told.Tell(ViolationText.Read(wide)));
        }).Check(SameEveryRun.Config.WithMaxTest(60));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64 * 1024)]
    [InlineData(72 * 1024)]
    public void A_violation_that_straddles_two_chunks_is_read(int chunk)
    {
        for (var lead = 0; lead < 60; lead++)
        {
            var text = new string('.', (72 * 1024) - lead) + "\nUNIQUE constraint failed: users.email\n";
            if (chunk < 10 && lead % 20 > 0) continue;
            Told.Tell(Read(Encoding.UTF8.GetBytes(text), chunk)).ShouldBe("sqlite - write users [email] @2");
        }
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("utf-32")]
    public void A_byte_order_mark_tells_the_encoding(string name)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("é\r\nORA-00001: 一意制約(HR.UK)に反しています\r\n")];
        Told.Tell(Read(bytes, 10)).ShouldBe("oracle ORA-00001 write HR/UK @2");
    }

    [Fact]
    public void Invalid_bytes_become_replacement_characters()
    {
        byte[] bytes = [0xFF, 0xC3, .. "\nDuplicate entry '"u8, 0xE9, .. "' for key 'k'"u8];
        Told.Tell(Read(bytes, 1024)).ShouldBe("mysql 1062 write /k [=\uFFFD] @2");
    }

    [Fact]
    public void Nothing_in_an_empty_or_ordinary_text()
    {
        Read([], 16).ShouldBeSameAs(Reading.Empty);
        ViolationText.Read("").ShouldBeSameAs(Reading.Empty);
        ViolationText.Read("INFO all is well\n").ShouldBeSameAs(Reading.Empty);
    }

    [Fact]
    public void Of_many_distinct_violations_the_first_ones_are_kept_and_the_rest_counted()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 30_000; i++) text.Append("Duplicate entry '").Append(i).Append("' for key 'users.email'\n");
        var reading = Read(Encoding.UTF8.GetBytes(text.ToString()), 100_000);
        reading.Violations.Count.ShouldBe(ViolationText.MostKept);
        reading.Violations[^1].Key[0].Value.ShouldBe("9999");
        reading.Dropped.ShouldBe(20_000);
    }

    [Fact]
    public void A_single_line_without_end_takes_linear_time()
    {
        var text = string.Concat(Enumerable.Repeat("\\\"Duplicate entry \\'UNIQUE constraint failed: \\\"Violation of UNIQUE KEY constraint \\'", 5_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        ViolationText.Read(text);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Progress_tells_the_bytes_and_cancelling_ends_the_reading()
    {
        var progress = new Last();
        await ViolationText.ReadAsync(new MemoryStream(new byte[3_000_000]), progress);
        progress.Bytes.ShouldBe(3_000_000);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(async () => await ViolationText.ReadAsync(new MemoryStream(new byte[10]), null, cancelled.Token));
    }

    [Fact]
    public void What_is_searched_for_stays_little()
    {
        new AnchorIndex(ViolationParsers.All).Passes(ascii: true).ShouldBeLessThanOrEqualTo(6);
        ViolationParsers.All.SelectMany(parser => parser.Anchors).ShouldAllBe(anchor => anchor.Length <= AnchorIndex.LongestAllowed);
    }

    private static Arbitrary<string> Texts() =>
        Gen.ArrayOf(Gen.Elements(Pieces)).Select(string.Concat).ToArbitrary();

    private static Reading Read(byte[] bytes, int chunk) =>
        ViolationText.ReadAsync(new MemoryStream(bytes), chunk, null, default).AsTask().GetAwaiter().GetResult();

    private sealed class Last : IProgress<long>
    {
        public long Bytes { get; private set; }

        public void Report(long value) => Bytes = value;
    }
}
