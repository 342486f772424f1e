using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Polly;
using Uniquity.Polly;

namespace Shop;

/// <summary>Vouchers with short random codes: one that is taken is thrown again, everything else is passed on.</summary>
public static class Vouchers
{
    private static readonly ResiliencePipeline<Voucher> Writing = new ResiliencePipelineBuilder<Voucher>()
        .AddUniqueWrite(options =>
        {
            options.MaxRetryAttempts = 20;
            options.Delay = TimeSpan.Zero;
            options.GeneratedKeys.Add("vouchers_code_key");
        })
        .Build();

    public static void MapVouchers(this IEndpointRouteBuilder app) =>
        app.MapPost("/vouchers", async (ShopContext shop, CancellationToken cancellation) => await Writing.ExecuteAsync(
            async token =>
            {
                var voucher = new Voucher { Code = RandomNumberGenerator.GetString("ABCDEFGH", 2) };
                shop.Vouchers.Add(voucher);
                try
                {
                    await shop.SaveChangesAsync(token);
                }
                catch (DbUpdateException)
                {
                    shop.Entry(voucher).State = EntityState.Detached;
                    throw;
                }

                return voucher;
            },
            cancellation));
}
