namespace Shop;

/// <summary>A small web shop whose writes cannot race: sign-up, products, orders, vouchers, and a payment webhook.</summary>
internal static class Program
{
    public static Task Main(string[] args) => ShopApp.Build(args).RunAsync();
}
