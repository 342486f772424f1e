using Microsoft.EntityFrameworkCore;
using Uniquity.AspNetCore;
using Uniquity.EntityFrameworkCore;
using Uniquity.Once;

namespace Shop;

/// <summary>Orders: a client that sends its request again, with the same Idempotency-Key, orders once.</summary>
public static class Orders
{
    public sealed record Wanted(string Sku, int Count);

    public static void MapOrders(this IEndpointRouteBuilder app)
    {
        app.MapPost("/orders", async (Wanted wanted, ShopContext shop, OnceWork work, CancellationToken cancellation) =>
        {
            await shop.Database.JoinAsync(work, cancellation);
            var product = await shop.Products.FirstOrDefaultAsync(product => product.Sku == wanted.Sku, cancellation);
            if (product is null) return Results.Problem($"There is no product {wanted.Sku}.", statusCode: StatusCodes.Status404NotFound);
            var order = new Order { ProductId = product.Id, Count = wanted.Count };
            shop.Orders.Add(order);
            await shop.SaveChangesAsync(cancellation);
            return Results.Created($"/orders/{order.Id}", order);
        }).RequireIdempotencyKey();

        app.MapGet("/orders/{id:int}", async (int id, ShopContext shop, CancellationToken cancellation) =>
            await shop.Orders.FindAsync([id], cancellation) is { } order ? Results.Ok(order) : Results.NotFound());
    }
}
