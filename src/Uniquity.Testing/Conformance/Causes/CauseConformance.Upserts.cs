using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    [ConformanceFact]
    public async Task An_upsert_that_goes_by_another_index_than_the_one_that_refused_is_named()
    {
        var cause = First(
            await DiagnoseAsync(OneUser, "INSERT INTO users (id, email, name) VALUES (2, 'ann@acme.org', 'Ann') ON CONFLICT (id) DO UPDATE SET name = excluded.name", WithValue("ann@acme.org")),
            "UQ304", Confidence.Certain);
        cause.Why.ShouldContain("(id)");
        cause.Remedies[0].Commands.ShouldHaveSingleItem().Text.ShouldContain("ON CONFLICT (email)");
    }

    [ConformanceFact]
    public async Task An_upsert_of_a_key_of_two_parts_is_told_from_one_of_its_parts()
    {
        string[] setup = ["CREATE TABLE seats (id integer PRIMARY KEY, room text, seat integer, code text)", "CREATE UNIQUE INDEX seats_key ON seats (room, seat)", "CREATE UNIQUE INDEX seats_code ON seats (code)", "INSERT INTO seats VALUES (1, 'a', 7, 'k-77')"];
        First(
            await DiagnoseAsync(setup, "INSERT INTO seats (id, room, seat, code) VALUES (2, 'b', 8, 'k-77') ON CONFLICT (seat, room) DO NOTHING", WithValue("k-77")),
            "UQ304", Confidence.Certain).Why.ShouldContain("seats_key");
    }

    [ConformanceFact]
    public async Task A_plain_insert_goes_by_no_index() =>
        NotNamed(await DiagnoseAsync(OneUser, "INSERT INTO users (id, email, name) VALUES (2, 'ann@acme.org', 'Ann')", WithValue("ann@acme.org")), "UQ304");

    [ConformanceFact]
    public async Task An_upsert_that_moves_its_own_row_onto_another_is_an_update()
    {
        // The arbiter caught the conflict; what it then did broke the same index.
        string[] setup = [.. OneUser, "INSERT INTO users VALUES (2, 'bob@acme.org', 'Bob')"];
        NotNamed(
            await DiagnoseAsync(setup, "INSERT INTO users (id, email, name) VALUES (3, 'bob@acme.org', 'Bob') ON CONFLICT (email) DO UPDATE SET email = 'ann@acme.org'", WithValue("ann@acme.org")),
            "UQ304");
    }
}
