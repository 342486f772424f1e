using Microsoft.EntityFrameworkCore;
using Uniquity.AspNetCore;
using Uniquity.EntityFrameworkCore;

namespace Shop;

/// <summary>The payment provider delivers each message at least once; the money is booked exactly once.</summary>
public static class Payments
{
    public sealed record Payment(string Id, int Order, decimal Amount);

    public static void MapPayments(this IEndpointRouteBuilder app, string? secret) =>
        app.MapWebhook(
            "/webhooks/payments",
            async (message, work, cancellation) =>
            {
                var payment = message.ReadJson<Payment>()!;
                await using var scope = app.ServiceProvider.CreateAsyncScope();
                var shop = scope.ServiceProvider.GetRequiredService<ShopContext>();
                await shop.Database.JoinAsync(work, cancellation);
                var booked = await shop.Orders.Where(order => order.Id == payment.Order)
                    .ExecuteUpdateAsync(set => set.SetProperty(order => order.Paid, order => order.Paid + payment.Amount), cancellation);
                if (booked == 0) throw new InvalidOperationException($"There is no order {payment.Order} yet: the message is delivered again later.");
            },
            options =>
            {
                if (secret is not null) options.Verify = WebhookSignature.Standard(secret);
            });
}
