using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    private static readonly string[] SoftDeleted =
    [
        "CREATE TABLE accounts (id INTEGER PRIMARY KEY, email VARCHAR(100) UNIQUE, deleted_at TIMESTAMP)",
        "INSERT INTO accounts VALUES (1, 'ann@acme.org', '2024-05-01 10:00:00'), (2, 'bob@acme.org', NULL)",
    ];

    [ConformanceFact]
    public async Task A_soft_deleted_holder_comes_before_the_same_business_key_again()
    {
        var diagnosis = await DiagnoseAsync(SoftDeleted, "INSERT INTO accounts (id, email) VALUES (3, 'ann@acme.org')");
        First(diagnosis, "UQ108", Confidence.Certain).Remedies[0].Commands.ShouldContain(static command => command.Text.Contains("IS NULL", StringComparison.OrdinalIgnoreCase));
        NotNamed(diagnosis, "UQ101");
    }

    [ConformanceFact]
    public async Task A_flag_or_a_status_marks_the_dead_too()
    {
        First(
            await DiagnoseAsync(
                ["CREATE TABLE accounts (id INTEGER PRIMARY KEY, email VARCHAR(100) UNIQUE, is_deleted BOOLEAN)", "INSERT INTO accounts VALUES (1, 'ann@acme.org', true)"],
                "INSERT INTO accounts (id, email, is_deleted) VALUES (3, 'ann@acme.org', false)"),
            "UQ108", Confidence.Certain);
        First(
            await DiagnoseAsync(
                ["CREATE TABLE accounts (id INTEGER PRIMARY KEY, email VARCHAR(100) UNIQUE, status VARCHAR(20))", "INSERT INTO accounts VALUES (1, 'ann@acme.org', 'deleted')"],
                "INSERT INTO accounts (id, email, status) VALUES (3, 'ann@acme.org', 'active')"),
            "UQ108", Confidence.Certain);
    }

    [ConformanceFact]
    public async Task A_live_holder_is_not_soft_deleted() =>
        NotNamed(await DiagnoseAsync(SoftDeleted, "INSERT INTO accounts (id, email) VALUES (3, 'bob@acme.org')"), "UQ108");
}
