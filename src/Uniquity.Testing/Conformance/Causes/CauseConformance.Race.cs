using System.Globalization;
using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    private static string[] Signups(TimeSpan ago) =>
    [
        "CREATE TABLE signups (id INTEGER PRIMARY KEY, email VARCHAR(100) UNIQUE, request_id VARCHAR(50), created_at TIMESTAMP)",
        $"INSERT INTO signups VALUES (1, 'ann@acme.org', 'r-1', '{Stamp(ago)}')",
    ];

    [ConformanceFact]
    public async Task A_row_seconds_old_that_says_the_same_is_a_race()
    {
        var diagnosis = await DiagnoseAsync(Signups(TimeSpan.FromMinutes(30)), $"INSERT INTO signups (id, email, created_at) VALUES (2, 'ann@acme.org', '{Stamp(TimeSpan.FromMinutes(30) - TimeSpan.FromMilliseconds(40))}')");
        First(diagnosis, "UQ301", Confidence.Certain);
    }

    [ConformanceFact]
    public async Task A_row_of_yesterday_is_no_race() =>
        NotNamed(await DiagnoseAsync(Signups(TimeSpan.FromDays(1)), $"INSERT INTO signups (id, email, created_at) VALUES (2, 'ann@acme.org', '{Stamp(TimeSpan.Zero)}')"), "UQ301");

    [ConformanceFact]
    public async Task The_same_request_sent_again_is_a_retry_of_a_success()
    {
        var created = Stamp(TimeSpan.FromSeconds(20));
        var diagnosis = await DiagnoseAsync(
            ["CREATE TABLE signups (id INTEGER PRIMARY KEY, email VARCHAR(100) UNIQUE, request_id VARCHAR(50), created_at TIMESTAMP)", $"INSERT INTO signups VALUES (1, 'ann@acme.org', 'r-1', '{created}')"],
            $"INSERT INTO signups (email, request_id, created_at, id) VALUES ('ann@acme.org', 'r-1', '{created}', 1)",
            static request => request);
        diagnosis.Causes.ShouldContain(static cause => cause.Cause.Code == "UQ302" && cause.Confidence == Confidence.Certain);
        NotNamed(diagnosis, "UQ301");
    }

    [ConformanceFact]
    public async Task A_row_that_differs_in_what_it_says_is_no_retry() =>
        NotNamed(await DiagnoseAsync(OneUser, "INSERT INTO users (id, email, name) VALUES (2, 'ann@acme.org', 'Another Ann')"), "UQ302");

    private static string Stamp(TimeSpan ago) => (TimeProvider.System.GetUtcNow() - ago).ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
