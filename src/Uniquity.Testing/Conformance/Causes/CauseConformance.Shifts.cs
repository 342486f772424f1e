using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    [ConformanceFact]
    public async Task Keys_shifted_in_one_statement_collide_only_on_the_way()
    {
        string[] playlist = ["CREATE TABLE songs (id INTEGER PRIMARY KEY, pos INTEGER UNIQUE)", "INSERT INTO songs VALUES (1, 1), (2, 2), (3, 3)"];
        var diagnosis = await DiagnoseAsync(playlist, "UPDATE songs SET pos = pos + 1", WithValue("2"));
        First(diagnosis, "UQ207", Confidence.Certain);
        NotNamed(diagnosis, "UQ305");
    }

    [ConformanceFact]
    public async Task An_update_whose_result_collides_is_no_shift()
    {
        string[] playlist = ["CREATE TABLE songs (id INTEGER PRIMARY KEY, pos INTEGER UNIQUE)", "INSERT INTO songs VALUES (1, 1), (2, 2), (3, 3)"];
        NotNamed(await DiagnoseAsync(playlist, "UPDATE songs SET pos = 3 WHERE id = 1", WithValue("3")), "UQ207");
    }
}
