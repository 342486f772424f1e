using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    [ConformanceFact]
    public async Task A_part_of_the_batch_that_is_there_already_was_imported_before()
    {
        var diagnosis = await DiagnoseAsync(["CREATE TABLE items (id integer PRIMARY KEY, name text)", Items(1, 20)], Items(1, 50), WithValue("1"));

        var cause = diagnosis.Causes.Single(static cause => cause.Cause.Code == "UQ404");
        cause.Confidence.ShouldBe(Confidence.Certain);
        cause.Why.ShouldContain("Rows 1 to 20 of the batch");
    }

    [ConformanceFact]
    public async Task Rows_with_the_same_ids_and_other_contents_were_not() =>
        NotNamed(await DiagnoseAsync(["CREATE TABLE items (id integer PRIMARY KEY, name text)", Items(1, 20)], Items(1, 50).Replace("'n", "'other", StringComparison.Ordinal), WithValue("1")), "UQ404");

    [ConformanceFact]
    public async Task One_row_of_a_batch_that_is_there_is_no_import() =>
        NotNamed(await DiagnoseAsync(["CREATE TABLE items (id integer PRIMARY KEY, name text)", Items(20, 20)], Items(1, 50), WithValue("20")), "UQ404");

    private static string Items(int from, int to) => $"INSERT INTO items VALUES {string.Join(", ", Enumerable.Range(from, to - from + 1).Select(static n => $"({n}, 'n{n}')"))}";
}
