using System.Text;
using Uniquity.Loading;
using Uniquity.Loading.Reading;

namespace Uniquity.Core.Tests.Loading;

public class RecordMemoryTests
{
    [Fact]
    public void What_is_kept_stands_however_much_follows()
    {
        var memory = new RecordMemory();
        var texts = Enumerable.Range(0, 2000).Select(number => new string((char)('a' + number % 26), number)).Append(new string('z', 300_000)).ToList();

        var kept = texts.Select(text => (ReadOnlyMemory<byte>)memory.Keep(Encoding.UTF8.GetBytes(text))).ToList();

        kept.Select(bytes => Encoding.UTF8.GetString(bytes.Span)).ShouldBe(texts);
        memory.Length.ShouldBe(texts.Sum(text => (long)text.Length));
    }

    [Fact]
    public void Once_cleared_the_same_room_holds_the_next_records()
    {
        var memory = new RecordMemory();
        memory.Values(2)[1] = new(LoadValueKind.Text, "old");
        var first = memory.Keep("old"u8);
        memory.Clear();

        memory.Length.ShouldBe(0);
        memory.Keep("new"u8).ShouldBe(first, "no other room was taken");
        memory.Values(2).ShouldBe([default, default]);
        memory.Values(3).Length.ShouldBe(3);
    }

    [Fact]
    public void Once_cleared_it_keeps_no_long_value()
    {
        var memory = new RecordMemory();
        var kept = Long(memory);
        memory.Clear();
        GC.Collect();

        kept.IsAlive.ShouldBeFalse();
        GC.KeepAlive(memory);
    }

    // Of its own, so that no variable of the test holds the value.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Long(RecordMemory memory)
    {
        var value = memory.Keep(new byte[1_000_000]);
        memory.Values(1)[0] = new(LoadValueKind.Text, value);
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray<byte>(value, out var array).ShouldBeTrue();
        return new WeakReference(array.Array);
    }

    [Theory]
    [InlineData("csv", "a,b\n\"x\"\"y\"\"\",\n2,\"\"\n", "x\"y\"|-;2|")]
    [InlineData("ndjson", "{\"a\":\"x\\\"y\\u00e9\\ud83d\\ude00\",\"b\":null}\n{\"b\":{\"$oid\":\"1\"},\"a\":2}\n", "x\"yé😀|-;2|1")]
    public void Records_are_read_as_well_into_memory_that_held_others(string format, string text, string expected)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        IRecordReader reader = format == "csv" ? new CsvRecordReader(stream) : new JsonRecordReader(stream, lines: true);
        var read = new List<string>();
        while (reader.Next() is { } record)
        {
            read.Add(string.Join('|', record.Values.Select(value => value.Text ?? "-")));
            reader.Memory.Clear();
        }

        string.Join(';', read).ShouldBe(expected);
    }

    [Fact]
    public void Half_of_a_surrogate_pair_and_foreign_bytes_reject_their_record_alone()
    {
        using var stream = new MemoryStream([.. "{\"a\":\"\\ud83d\"}\n{\"a\":\""u8, 0xff, .. "\"}\n{\"a\":\"ok\"}"u8]);
        var reader = new JsonRecordReader(stream, lines: true);

        reader.Next()!.Fault.ShouldBe("a text in it is not Unicode");
        reader.Next()!.Fault.ShouldBe("a text in it is not Unicode");
        reader.Next()![0].Text.ShouldBe("ok");
    }
}
