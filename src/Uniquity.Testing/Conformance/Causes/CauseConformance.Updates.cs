using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    [ConformanceFact]
    public async Task An_update_that_moves_one_row_onto_another_is_named()
    {
        var diagnosis = await DiagnoseAsync([.. OneUser, "INSERT INTO users VALUES (2, 'bob@acme.org', 'Bob')"], "UPDATE users SET email = 'ann@acme.org' WHERE id = 2", WithValue("ann@acme.org"));
        First(diagnosis, "UQ305", Confidence.Certain).Evidence.Count.ShouldBe(3);
    }

    [ConformanceFact]
    public async Task An_insert_moves_no_row() =>
        NotNamed(await DiagnoseAsync(OneUser, "INSERT INTO users VALUES (2, 'ann@acme.org', 'x')"), "UQ305");
}
