using Uniquity.Diagnosing.Probes;

namespace Uniquity.Core.Tests.Diagnosing;

public class TenantNameTests
{
    [Theory]
    [InlineData("tenant_id", "users")]
    [InlineData("TenantId", "users")]
    [InlineData("org_uuid", "projects")]
    [InlineData("shop", "products")]
    [InlineData("workspaceId", "pages")]
    public void An_owner_of_rows_is_a_tenant(string column, string table) => TenantMissing.IsTenant(column, table).ShouldBeTrue();

    [Theory]
    [InlineData("account_id", "accounts")]
    [InlineData("user_id", "orders")]
    [InlineData("tenancy", "users")]
    [InlineData("shopping_list_id", "items")]
    [InlineData("id", "users")]
    public void Other_columns_are_not(string column, string table) => TenantMissing.IsTenant(column, table).ShouldBeFalse();
}
