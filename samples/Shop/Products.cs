using Uniquity.EntityFrameworkCore;
using Uniquity.Writing;

namespace Shop;

/// <summary>The supplier's list, which comes again and again: new products are inserted, known ones updated.</summary>
public static class Products
{
    public sealed record Listed(string Sku, string Name, decimal Price);

    public static void MapProducts(this IEndpointRouteBuilder app) =>
        app.MapPut("/products", async (IAsyncEnumerable<Listed> list, ShopContext shop, CancellationToken cancellation) =>
        {
            var counts = Enum.GetValues<WriteOutcome>().ToDictionary(outcome => outcome, _ => 0);
            var products = list.Select(listed => new Product { Sku = listed.Sku, Name = listed.Name, Price = listed.Price });
            await foreach (var result in shop.Products.BulkUpsertAsync(products, product => product.Sku, cancellationToken: cancellation)) counts[result.Outcome]++;
            return new { Inserted = counts[WriteOutcome.Inserted], Updated = counts[WriteOutcome.Updated], Superseded = counts[WriteOutcome.Superseded] };
        });
}
