using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    [ConformanceFact]
    public async Task A_batch_that_stopped_at_its_first_duplicate_is_told()
    {
        var diagnosis = await DiagnoseAsync(OneUser, "INSERT INTO users VALUES (2, 'bob@acme.org', 'Bob'), (3, 'ann@acme.org', 'x'), (4, 'eve@acme.org', 'Eve')");
        diagnosis.Causes.ShouldContain(static cause => cause.Cause.Code == "UQ307" && cause.Confidence == Confidence.Certain);
        NotNamed(diagnosis, "UQ308");
    }

    [ConformanceFact]
    public async Task One_row_is_no_batch() =>
        NotNamed(await DiagnoseAsync(OneUser, "INSERT INTO users VALUES (2, 'ann@acme.org', 'x')"), "UQ307");

    [ConformanceFact]
    public async Task A_key_twice_in_one_statement_collides_with_itself()
    {
        var diagnosis = await DiagnoseAsync(OneUser, "INSERT INTO users VALUES (2, 'bob@acme.org', 'Bob'), (3, 'bob@acme.org', 'Bobby')", WithValue("bob@acme.org"));
        First(diagnosis, "UQ308", Confidence.Certain).Why.ShouldContain("rows 1 and 2");
    }
}
