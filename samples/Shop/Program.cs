namespace Shop;

/// <summary>A small web shop whose writes cannot race: sign-up, products, orders, vouchers, and a payment webhook.</summary>
internal static class Program
{
    public static async Task Main(string[] args)
    {
        var app = ShopApp.Build(args);

        // For a sample; a real shop runs its migrations.
        await using (var scope = app.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<ShopContext>().Database.EnsureCreatedAsync();
        await app.RunAsync();
    }
}
