using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    private static string[] Events(IEnumerable<string> ids) =>
    [
        "CREATE TABLE events (id VARCHAR(40) NOT NULL PRIMARY KEY, what VARCHAR(50))",
        $"INSERT INTO events VALUES {string.Join(", ", ids.Select(static (id, i) => $"('{id}', 'event {i}')"))}",
    ];

    [ConformanceFact]
    public async Task Ids_of_epoch_milliseconds_collide()
    {
        var ids = Enumerable.Range(0, 100).Select(static i => $"{1_700_000_000_000 + (i * 7919L)}").ToList();
        var diagnosis = await DiagnoseAsync(Events(ids), $"INSERT INTO events (id, what) VALUES ('{ids[40]}', 'something else')");
        First(diagnosis, "UQ109", Confidence.Certain).Why.ShouldContain("epoch milliseconds");
    }

    [ConformanceFact]
    public async Task Short_random_ids_collide_by_the_birthday_estimate()
    {
        var random = new Random(11);
        var ids = Enumerable.Range(0, 2000).Select(_ => random.Next(0, 1 << 20).ToString("x5", System.Globalization.CultureInfo.InvariantCulture)).Distinct().ToList();
        var diagnosis = await DiagnoseAsync(Events(ids), $"INSERT INTO events (id, what) VALUES ('{ids[40]}', 'something else')");
        First(diagnosis, "UQ109", Confidence.Certain).Evidence.ShouldContain(static evidence => evidence.Fact.Contains("chance", StringComparison.Ordinal));
    }

    [ConformanceFact]
    public async Task The_same_event_again_is_no_collision_of_ids()
    {
        var ids = Enumerable.Range(0, 100).Select(static i => $"{1_700_000_000_000 + (i * 7919L)}").ToList();
        NotNamed(await DiagnoseAsync(Events(ids), $"INSERT INTO events (id, what) VALUES ('{ids[40]}', 'event 40')"), "UQ109");
    }

    [ConformanceFact]
    public async Task Codes_that_people_give_are_not_made_by_a_client()
    {
        var ids = Enumerable.Range(0, 100).Select(static i => $"INV{i:00000}").ToList();
        NotNamed(await DiagnoseAsync(Events(ids), "INSERT INTO events (id, what) VALUES ('INV00040', 'something else')"), "UQ109");
    }
}
