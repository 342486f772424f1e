using System.Text;
using Uniquity.Loading;
using Uniquity.Loading.Reading;
using Uniquity.Testing.Conformance.Loading;

namespace Uniquity.Core.Tests.Loading;

/// <summary>Keys that are data: each record brings fields of its own, or one object holds what should be many.</summary>
public class ManyFieldsTests
{
    [Fact]
    public async Task A_chunk_holds_few_records_where_each_has_a_place_for_very_many_fields()
    {
        const int Records = 3000;
        using var stream = Stream(string.Concat(Enumerable.Range(1, Records).Select(number => $"{{\"_id\":{number},\"k{number}\":1}}\n")));
        var (read, places) = (0, new List<long>());
        var loader = new TestLoader(chunk =>
        {
            read += chunk.Records.Count;
            places.Add(chunk.Records.Sum(record => (long)record.Values.Length));
            return LoadPoint.Start;
        });

        await new LoadRun(new JsonRecordReader(stream, lines: true), loader, new KeptRejects(), batch: int.MaxValue, name => name).RunAsync(LoadPoint.Start, report: null, CancellationToken.None);

        read.ShouldBe(Records);
        places.Sum().ShouldBeGreaterThan(4_000_000);
        places.Max().ShouldBeLessThan(1_000_000 + 2 * Records);
    }

    [Fact]
    public void An_object_of_very_many_fields_is_read_in_one_go()
    {
        const int Fields = 20_000;
        using var stream = Stream($"{{{string.Join(',', Enumerable.Range(0, Fields).Select(number => $"\"k{number}\":{number}"))}}}\n{{\"k1\":2}}");
        var reader = new JsonRecordReader(stream, lines: true);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var record = reader.Next()!;

        // To make room for each field anew is 5 GB.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(100_000_000);
        record[Fields - 1].Text.ShouldBe("19999");
        record[Fields].Kind.ShouldBe(LoadValueKind.Missing);
        reader.Next()![1].Text.ShouldBe("2");
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
