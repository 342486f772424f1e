using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    private static readonly string[] Doubled =
    [
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, ref VARCHAR(20), total INTEGER)",
        "INSERT INTO orders VALUES (1, 'A', 1), (2, 'A', 2), (3, 'A', 3), (4, 'B', 4), (5, 'B', 5), (6, 'C', 6)",
    ];

    [ConformanceFact]
    public async Task Duplicates_before_the_index_are_counted()
    {
        var diagnosis = await DiagnoseAsync(Doubled, "CREATE UNIQUE INDEX orders_ref_idx ON orders (ref)");
        var cause = First(diagnosis, "UQ110", Confidence.Certain);
        cause.Evidence[0].Fact.ShouldContain("2 keys");
        cause.Evidence[0].Fact.ShouldContain("3 rows too many");
    }

    [ConformanceFact]
    public async Task Only_rows_inside_the_wanted_filter_count()
    {
        var diagnosis = await DiagnoseAsync(Doubled, "CREATE UNIQUE INDEX orders_ref_idx ON orders (ref) WHERE total > 3");
        First(diagnosis, "UQ110", Confidence.Certain).Evidence[0].Fact.ShouldContain("1 key");
    }

    [ConformanceFact]
    public async Task A_refused_insert_is_not_duplicates_before_the_index() =>
        NotNamed(await DiagnoseAsync(OneUser, "INSERT INTO users VALUES (2, 'ann@acme.org', 'x')"), "UQ110");
}
