using Shouldly;
using Uniquity.Causes;
using Xunit;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    [Fact]
    public async Task An_update_that_moves_one_row_onto_another_is_named()
    {
        var diagnosis = await DiagnoseAsync([.. OneUser, "INSERT INTO users VALUES (2, 'bob@acme.org', 'Bob')"], "UPDATE users SET email = 'ann@acme.org' WHERE id = 2", WithValue("ann@acme.org"));
        First(diagnosis, "UQ305", Confidence.Certain).Evidence.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_insert_moves_no_row() =>
        NotNamed(await DiagnoseAsync(OneUser, "INSERT INTO users VALUES (2, 'ann@acme.org', 'x')"), "UQ305");

    [Fact]
    public async Task Keys_shifted_in_one_statement_collide_only_on_the_way()
    {
        string[] playlist = ["CREATE TABLE songs (id INTEGER PRIMARY KEY, pos INTEGER UNIQUE)", "INSERT INTO songs VALUES (1, 1), (2, 2), (3, 3)"];
        var diagnosis = await DiagnoseAsync(playlist, "UPDATE songs SET pos = pos + 1", WithValue("2"));
        First(diagnosis, "UQ207", Confidence.Certain);
        NotNamed(diagnosis, "UQ305");
    }

    [Fact]
    public async Task An_update_whose_result_collides_is_no_shift()
    {
        string[] playlist = ["CREATE TABLE songs (id INTEGER PRIMARY KEY, pos INTEGER UNIQUE)", "INSERT INTO songs VALUES (1, 1), (2, 2), (3, 3)"];
        NotNamed(await DiagnoseAsync(playlist, "UPDATE songs SET pos = 3 WHERE id = 1", WithValue("3")), "UQ207");
    }
}
