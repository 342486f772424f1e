using Uniquity.Diagnosing;

namespace Uniquity.Core.Tests.Diagnosing;

public class IdShapeTests
{
    [Fact]
    public void Epoch_milliseconds_are_seen() =>
        IdShape.Of([.. Enumerable.Range(0, 50).Select(i => $"{1_700_000_000_000 + (i * 7919L)}")], "1700000123456")!.Name.ShouldBe("epoch milliseconds");

    [Fact]
    public void Counters_per_process_are_seen() =>
        IdShape.Of([.. Enumerable.Range(0, 60).Select(i => $"web{i % 3}-{i:000000}")], "web1-000007")!.Name.ShouldBe("counters per process");

    [Fact]
    public void Short_random_strings_are_seen_with_their_space()
    {
        var random = new Random(7);
        var sample = Enumerable.Range(0, 200).Select(_ => random.Next().ToString("x8")[..6]).ToList();
        var shape = IdShape.Of(sample, "a1b2c3")!;
        shape.Name.ShouldBe("random strings of 6 characters");
        shape.Space.ShouldBe(Math.Pow(16, 6));
    }

    [Fact]
    public void Business_codes_are_no_random_strings() =>
        IdShape.Of([.. Enumerable.Range(0, 200).Select(i => $"INV{i:00000}")], "INV00007").ShouldBeNull();

    [Fact]
    public void Uuids_and_small_integers_are_no_shape_that_collides()
    {
        IdShape.Of([.. Enumerable.Range(0, 50).Select(_ => Guid.NewGuid().ToString())], Guid.NewGuid().ToString()).ShouldBeNull();
        IdShape.Of([.. Enumerable.Range(0, 50).Select(i => $"{i}")], "7").ShouldBeNull();
    }

    [Fact]
    public void Days_are_no_counters() =>
        IdShape.Of([.. Enumerable.Range(0, 50).Select(i => new DateOnly(2024, 1, 1).AddDays(i).ToString("yyyy-MM-dd"))], "2024-01-07").ShouldBeNull();
}
