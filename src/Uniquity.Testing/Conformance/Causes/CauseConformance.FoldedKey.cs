using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    private static readonly string[] Lowered =
    [
        "CREATE TABLE members (id INTEGER PRIMARY KEY, email VARCHAR(100))",
        "CREATE UNIQUE INDEX members_email ON members (lower(email))",
        "INSERT INTO members VALUES (1, 'Ann@Acme.org'), (2, 'bob@acme.org')",
    ];

    [ConformanceFact]
    public async Task An_index_over_lower_folds_case()
    {
        var diagnosis = await DiagnoseAsync(Lowered, "INSERT INTO members (id, email) VALUES (3, 'ann@acme.org')", WithKey("ann@acme.org"));
        First(diagnosis, "UQ106", Confidence.Certain).Why.ShouldContain("only in case");
    }

    [ConformanceFact]
    public async Task The_same_bytes_are_not_folded() =>
        NotNamed(await DiagnoseAsync(Lowered, "INSERT INTO members (id, email) VALUES (3, 'bob@acme.org')", WithKey("bob@acme.org")), "UQ106");
}
