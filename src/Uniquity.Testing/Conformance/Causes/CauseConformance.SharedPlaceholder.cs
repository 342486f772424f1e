using Shouldly;
using Uniquity.Causes;
using Xunit;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    [ConformanceTheory]
    [InlineData("")]
    [InlineData("N/A")]
    [InlineData("unknown")]
    [InlineData("test@test.com")]
    public async Task A_placeholder_is_named(string value)
    {
        var diagnosis = await DiagnoseAsync([.. OneUser, $"INSERT INTO users VALUES (5, '{value}', 'Eve')"], $"INSERT INTO users VALUES (6, '{value}', 'Dan')");
        First(diagnosis, "UQ105", Confidence.Certain).Remedies.ShouldContain(static remedy => remedy.Kind == RemedyKind.Data);
    }

    [ConformanceFact]
    public async Task A_value_that_somebody_may_have_is_only_likely_a_placeholder()
    {
        var diagnosis = await DiagnoseAsync(
            ["CREATE TABLE countries (id INTEGER PRIMARY KEY, iso VARCHAR(2) UNIQUE, name VARCHAR(50))", "INSERT INTO countries VALUES (1, 'NA', 'Namibia')"],
            "INSERT INTO countries VALUES (2, 'NA', 'not known')");
        diagnosis.Causes.Single(static cause => cause.Cause.Code == "UQ105").Confidence.ShouldBe(Confidence.Likely);
    }

    [ConformanceFact]
    public async Task A_real_value_is_no_placeholder() =>
        NotNamed(await DiagnoseAsync(OneUser, "INSERT INTO users VALUES (2, 'ann@acme.org', 'x')"), "UQ105");

    [ConformanceFact]
    public async Task Placeholders_that_stop_a_build_are_named_with_their_share()
    {
        var diagnosis = await DiagnoseAsync(
            [
                "CREATE TABLE leads (id INTEGER PRIMARY KEY, phone VARCHAR(20))",
                "INSERT INTO leads VALUES (1, 'unknown'), (2, 'unknown'), (3, 'unknown'), (4, 'unknown'), (5, '555-1'), (6, '555-1'), (7, '555-2')",
            ],
            "CREATE UNIQUE INDEX leads_phone ON leads (phone)");
        diagnosis.Causes.ShouldContain(static cause => cause.Cause.Code == "UQ105" && cause.Confidence == Confidence.Certain);
        diagnosis.Causes.ShouldContain(static cause => cause.Cause.Code == "UQ110");
    }
}
