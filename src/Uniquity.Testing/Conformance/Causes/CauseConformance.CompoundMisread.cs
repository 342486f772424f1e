using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    private static readonly string[] Seats =
    [
        "CREATE TABLE seats (id INTEGER PRIMARY KEY, hall INTEGER, seat INTEGER, guest VARCHAR(50), UNIQUE (hall, seat))",
        "INSERT INTO seats VALUES (1, 1, 1, 'Ann'), (2, 1, 2, 'Bob'), (3, 2, 1, 'Eve'), (4, 7, 9, 'Dan')",
    ];

    [ConformanceFact]
    public async Task A_combination_whose_parts_repeat_is_a_compound_key_misread()
    {
        var diagnosis = await DiagnoseAsync(Seats, "INSERT INTO seats VALUES (9, 1, 1, 'Kim')");
        First(diagnosis, "UQ107", Confidence.Likely).Evidence.Count.ShouldBe(3);
    }

    [ConformanceFact]
    public async Task Whoever_asks_for_a_part_of_the_key_has_misread_it()
    {
        var diagnosis = await DiagnoseAsync(Seats, "INSERT INTO seats VALUES (9, 1, 1, 'Kim')", static request => request with { Key = "seat" });
        First(diagnosis, "UQ107", Confidence.Certain);
    }

    [ConformanceFact]
    public async Task Parts_that_occur_once_do_not_make_a_misreading() =>
        NotNamed(await DiagnoseAsync(Seats, "INSERT INTO seats VALUES (9, 7, 9, 'Kim')"), "UQ107");
}
