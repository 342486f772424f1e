using Shouldly;
using Uniquity.Causes;

namespace Uniquity.Testing.Conformance.Causes;

public abstract partial class CauseConformance
{
    private static readonly string[] Shops =
    [
        "CREATE TABLE products (id INTEGER PRIMARY KEY, shop_id INTEGER, sku VARCHAR(20) UNIQUE)",
        "INSERT INTO products VALUES (1, 1, 'CHAIR'), (2, 2, 'TABLE')",
    ];

    [ConformanceFact]
    public async Task Two_tenants_with_one_key_show_that_the_key_is_too_broad()
    {
        var diagnosis = await DiagnoseAsync(Shops, "INSERT INTO products (id, shop_id, sku) VALUES (3, 2, 'CHAIR')");
        First(diagnosis, "UQ112", Confidence.Certain).Remedies[0].Commands[0].Text.ShouldContain("shop_id");
    }

    [ConformanceFact]
    public async Task The_same_tenant_twice_does_not() =>
        NotNamed(await DiagnoseAsync(Shops, "INSERT INTO products (id, shop_id, sku) VALUES (3, 1, 'CHAIR')"), "UQ112");
}
