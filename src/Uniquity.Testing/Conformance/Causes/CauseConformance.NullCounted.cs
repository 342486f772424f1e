using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    private static readonly string[] Coalesced =
    [
        "CREATE TABLE pages (id INTEGER PRIMARY KEY, slug VARCHAR(50), parent INTEGER)",
        "CREATE UNIQUE INDEX pages_slug ON pages (slug, coalesce(parent, 0))",
        "INSERT INTO pages VALUES (1, 'home', NULL), (2, 'news', 1), (3, 'about', NULL), (4, 'home', 2)",
    ];

    [ConformanceFact]
    public async Task An_expression_that_replaces_null_counts_it_as_a_value()
    {
        var diagnosis = await DiagnoseAsync(Coalesced, "INSERT INTO pages (id, slug, parent) VALUES (9, 'home', NULL)", WithKey("home", "0"));
        First(diagnosis, "UQ104", Confidence.Certain).Why.ShouldContain("parent");
    }

    [ConformanceFact]
    public async Task A_key_without_null_is_not_null_counted_as_a_value() =>
        NotNamed(await DiagnoseAsync(Coalesced, "INSERT INTO pages (id, slug, parent) VALUES (9, 'news', 1)", WithKey("news", "1")), "UQ104");

    // SQLite's text names an expression index and no values; what the person knows fills the gap.
    private static Func<Diagnosing.DiagnosisRequest, Diagnosing.DiagnosisRequest> WithKey(params string[] values) => request =>
    {
        var violation = request.Reading.Violations[0];
        if (violation.Key.Count == values.Length && violation.Key.All(static part => part.Value is not null)) return request;
        var key = values.Select(static value => new Violations.KeyValue(null, value)).ToList();
        return request with { Reading = request.Reading with { Violations = [violation with { Key = key }] } };
    };
}
