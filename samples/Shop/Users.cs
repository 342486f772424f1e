namespace Shop;

/// <summary>Sign-up: an address that is taken is answered by the 409 handler, with the field named and the value kept private.</summary>
public static class Users
{
    public sealed record SignUp(string Email, string? Name);

    public static void MapUsers(this IEndpointRouteBuilder app) =>
        app.MapPost("/users", async (SignUp wanted, ShopContext shop, CancellationToken cancellation) =>
        {
            var user = new User { Email = wanted.Email, Name = wanted.Name };
            shop.Users.Add(user);
            await shop.SaveChangesAsync(cancellation);
            return Results.Created($"/users/{user.Id}", user);
        });
}
