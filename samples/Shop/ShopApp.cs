using Microsoft.EntityFrameworkCore;
using Npgsql;
using Uniquity.AspNetCore;
using Uniquity.Checking;
using Uniquity.EntityFrameworkCore;
using Uniquity.PostgreSql.Once;
using Uniquity.Telemetry;

namespace Shop;

/// <summary>Puts the shop together.</summary>
public static class ShopApp
{
    /// <summary>Builds the application; <c>ConnectionStrings:Shop</c> names its PostgreSQL, <c>Payments:Secret</c> signs its webhook.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var services = builder.Services;

        services.AddSingleton(_ => NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("Shop") ?? throw new InvalidOperationException("Set ConnectionStrings:Shop.")));

        // A payment that is delivered twice is everyday work; two customers with one address are not.
        services.AddSingleton(provider => new ViolationMetrics(
            provider.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>(),
            violation => violation.Index == "payments_pkey" ? RuleConflict.Expected : RuleConflict.Exclusive));
        services.AddDbContext<ShopContext>((provider, options) => options.UseNpgsql(provider.GetRequiredService<NpgsqlDataSource>()).UseUniquity(provider.GetRequiredService<ViolationMetrics>()));

        services.AddUniqueViolationProblem(options => options.ForIndex("users_email_key", "email", "A user with that email already exists."));
        services.AddOnceStore(provider => new PostgreSqlOnceStore(provider.GetRequiredService<NpgsqlDataSource>(), new() { Wait = TimeSpan.FromSeconds(5) }));

        var app = builder.Build();
        app.UseExceptionHandler();
        app.UseIdempotencyKey();
        app.MapUsers();
        app.MapProducts();
        app.MapOrders();
        app.MapVouchers();
        app.MapPayments(builder.Configuration["Payments:Secret"]);
        return app;
    }
}
