using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    private static readonly string[] Bookings =
    [
        "CREATE TABLE bookings (id INTEGER PRIMARY KEY, room INTEGER, phase VARCHAR(20))",
        "CREATE UNIQUE INDEX bookings_room ON bookings (room) WHERE phase = 'open'",
        "INSERT INTO bookings VALUES (1, 7, 'draft'), (2, 7, 'draft'), (3, 7, 'open'), (4, 8, 'open')",
    ];

    [ConformanceFact]
    public async Task Rows_that_meet_only_inside_the_filter_are_the_trap()
    {
        var diagnosis = await DiagnoseAsync(Bookings, "UPDATE bookings SET phase = 'open' WHERE id = 1", WithValue("7"));
        First(diagnosis, "UQ203", Confidence.Certain).Evidence[1].Fact.ShouldContain("2 rows of");
    }

    [ConformanceFact]
    public async Task Without_rows_outside_there_is_no_trap() =>
        NotNamed(await DiagnoseAsync(Bookings, "INSERT INTO bookings (id, room, phase) VALUES (9, 8, 'open')"), "UQ203");

    private static Func<Diagnosing.DiagnosisRequest, Diagnosing.DiagnosisRequest> WithValue(string value) => request =>
        request.Reading.Violations[0].Key is [{ Value: not null }] ? request : request with { Value = value };
}
