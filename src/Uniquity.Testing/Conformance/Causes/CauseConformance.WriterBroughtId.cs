using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    [ConformanceFact]
    public async Task An_import_run_again_brings_ids_that_are_taken()
    {
        var diagnosis = await DiagnoseAsync(
            ["CREATE TABLE countries (id INTEGER PRIMARY KEY, name VARCHAR(50))", "INSERT INTO countries VALUES (1, 'Chad'), (2, 'Peru')"],
            "INSERT INTO countries (id, name) VALUES (2, 'Peru')");
        First(diagnosis, "UQ102", Confidence.Certain).Why.ShouldContain("ran again");
    }

    [ConformanceFact]
    public async Task Two_sources_of_ids_bring_different_rows()
    {
        var diagnosis = await DiagnoseAsync(
            ["CREATE TABLE countries (id INTEGER PRIMARY KEY, name VARCHAR(50))", "INSERT INTO countries VALUES (1, 'Chad'), (2, 'Peru')"],
            "INSERT INTO countries (id, name) VALUES (2, 'Mali')");
        First(diagnosis, "UQ102", Confidence.Certain).Why.ShouldContain("different row");
    }

    [ConformanceFact]
    public async Task A_business_key_that_is_taken_is_no_id_that_the_writer_brought() =>
        NotNamed(await DiagnoseAsync(OneUser, "INSERT INTO users VALUES (2, 'ann@acme.org', 'Another Ann')"), "UQ102");
}
