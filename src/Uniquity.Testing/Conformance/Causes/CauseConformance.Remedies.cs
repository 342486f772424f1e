using Shouldly;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Violations;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    [ConformanceFact]
    public Task An_index_over_live_rows_lets_the_key_of_a_deleted_row_be_used_again() => EndsAsync(
        "UQ108",
        [
            "CREATE TABLE accounts (id INTEGER PRIMARY KEY, email VARCHAR(100), deleted_at TIMESTAMP)",
            "CREATE UNIQUE INDEX accounts_email ON accounts (email)",
            "INSERT INTO accounts VALUES (1, 'ann@acme.org', '2024-05-01 10:00:00')",
        ],
        "INSERT INTO accounts (id, email) VALUES (3, 'ann@acme.org')");

    [ConformanceFact]
    public Task An_index_with_the_tenant_lets_each_tenant_have_the_key() => EndsAsync(
        "UQ112",
        [
            "CREATE TABLE products (id INTEGER PRIMARY KEY, shop_id INTEGER, sku VARCHAR(20))",
            "CREATE UNIQUE INDEX products_sku ON products (sku)",
            "INSERT INTO products VALUES (1, 1, 'CHAIR')",
        ],
        "INSERT INTO products (id, shop_id, sku) VALUES (3, 2, 'CHAIR')");

    [ConformanceFact]
    public Task An_index_without_the_placeholder_lets_many_rows_have_it() => EndsAsync(
        "UQ105",
        [
            "CREATE TABLE leads (id INTEGER PRIMARY KEY, phone VARCHAR(20) NOT NULL)",
            "CREATE UNIQUE INDEX leads_phone ON leads (phone)",
            "INSERT INTO leads VALUES (1, 'N/A')",
        ],
        "INSERT INTO leads (id, phone) VALUES (2, 'N/A')");

    [ConformanceFact]
    public Task An_index_over_present_values_lets_many_rows_have_none() => EndsAsync(
        "UQ104",
        Coalesced, "INSERT INTO pages (id, slug, parent) VALUES (9, 'home', NULL)", WithKey("home", "0"));

    // The first remedy that changes an index is run as it stands; then what was refused is accepted.
    private async Task EndsAsync(string code, string[] setup, string refused, Func<DiagnosisRequest, DiagnosisRequest>? more = null)
    {
        await using var database = await engine.CreateAsync();
        foreach (var statement in setup) await database.ExecuteAsync(statement);
        var request = new DiagnosisRequest { Reading = ViolationText.Read(await database.RefusedAsync(refused)), Statement = refused };
        NamedCause cause;
        await using (var target = await database.OpenAsync())
        {
            cause = First(await new Diagnoser(target).DiagnoseAsync(more?.Invoke(request) ?? request), code, Confidence.Certain);
        }

        foreach (var command in cause.Remedies.First(static remedy => remedy.Kind == RemedyKind.Index).Commands) await database.ExecuteAsync(command.Text);
        await database.ExecuteAsync(refused);
        (await database.DumpAsync()).ShouldNotBeEmpty();
    }
}
