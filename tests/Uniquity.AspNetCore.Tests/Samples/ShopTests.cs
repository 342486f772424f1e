using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Shop;
using Uniquity.Testing.Engines;

namespace Uniquity.AspNetCore.Tests.Samples;

/// <summary>The sample web shop on a real server and a real PostgreSQL, driven over HTTP.</summary>
public sealed class ShopTests : IAsyncLifetime, IDisposable
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly HttpClient _client = new();
    private PostgreSqlDatabase? _database;
    private WebApplication? _shop;

    public async Task InitializeAsync()
    {
        _database = await (await PostgreSqlServer.SharedAsync()).CreateDatabaseAsync();
        _shop = ShopApp.Build(["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default=None", $"--ConnectionStrings:Shop={_database.DataSource.ConnectionString}", $"--Payments:Secret={Secret}"]);
        await using (var scope = _shop.Services.CreateAsyncScope()) await scope.ServiceProvider.GetRequiredService<ShopContext>().Database.EnsureCreatedAsync();
        await _shop.StartAsync();
        _client.BaseAddress = new(_shop.Urls.Single());
    }

    public void Dispose() => _client.Dispose();

    public async Task DisposeAsync()
    {
        if (_shop is not null) await _shop.DisposeAsync();
        if (_database is not null) await _database.DisposeAsync();
    }

    [PostgreSqlFact]
    public async Task Of_many_who_sign_up_with_one_address_one_does_and_the_others_are_told_the_field()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => _client.PostAsJsonAsync("/users", new { email = "secret@example.com" })));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        var refused = answers.Where(answer => answer.StatusCode != HttpStatusCode.Created).ToList();
        refused.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Conflict);
        var text = await refused[0].Content.ReadAsStringAsync();
        text.ShouldNotContain("secret");
        JsonDocument.Parse(text).RootElement.GetProperty("errors").GetProperty("email")[0].GetString().ShouldBe("A user with that email already exists.");
    }

    [PostgreSqlFact]
    public async Task A_suppliers_list_can_come_again()
    {
        var list = Enumerable.Range(0, 500).Select(n => new { sku = $"s{n}", name = $"n{n}", price = n });

        (await CountsAsync(list)).ShouldBe((500, 0));
        (await CountsAsync(list.Append(new { sku = "new", name = "new", price = 1 }))).ShouldBe((1, 500));
    }

    [PostgreSqlFact]
    public async Task An_order_that_is_sent_by_many_at_once_is_made_once()
    {
        await CountsAsync([new { sku = "tea", name = "Tea", price = 3 }]);

        var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(call => OrderAsync($"k{call % 4}", "tea", call % 4)));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
        answers.Select(answer => answer.Headers.Location!.ToString()).Distinct().Count().ShouldBe(4);
        (await _database!.ScalarAsync<long>("SELECT count(*) FROM \"Orders\"")).ShouldBe(4);
    }

    [PostgreSqlFact]
    public async Task An_order_that_was_refused_can_be_sent_again_with_its_key()
    {
        (await OrderAsync("k", "tea", 1)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await CountsAsync([new { sku = "tea", name = "Tea", price = 3 }]);

        (await OrderAsync("k", "tea", 1)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await OrderAsync("k", "tea", 2)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var keyless = JsonContent.Create(new { sku = "tea", count = 1 });
        (await _client.PostAsync("/orders", keyless)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [PostgreSqlFact]
    public async Task Money_is_booked_once_however_often_the_message_comes()
    {
        await CountsAsync([new { sku = "tea", name = "Tea", price = 3 }]);
        (await PaidAsync("pay_0", 1, 1m)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError, "the order is not there yet");
        var order = (await OrderAsync("k", "tea", 1)).Headers.Location!;

        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(delivery => PaidAsync($"pay_{delivery % 4}", int.Parse(order.ToString().Split('/')[^1]), 2.5m)));

        answers.ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        (await _client.GetFromJsonAsync<JsonElement>(order)).GetProperty("paid").GetDecimal().ShouldBe(10m);
    }

    [PostgreSqlFact]
    public async Task A_message_that_nobody_signed_is_refused()
    {
        using var unsigned = JsonContent.Create(new { id = "x", order = 1, amount = 1 });

        (await _client.PostAsync("/webhooks/payments", unsigned)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [PostgreSqlFact]
    public async Task Codes_that_collide_are_thrown_again()
    {
        // 64 codes there are; by 40 nearly each throw meets one that is taken now and then.
        var codes = new List<string>();
        for (var n = 0; n < 40; n++) codes.Add((await (await _client.PostAsync("/vouchers", null)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!);

        codes.Distinct().Count().ShouldBe(40);
    }

    private async Task<(int Inserted, int Updated)> CountsAsync(IEnumerable<object> list)
    {
        var answer = await (await _client.PutAsJsonAsync("/products", list)).Content.ReadFromJsonAsync<JsonElement>();
        return (answer.GetProperty("inserted").GetInt32(), answer.GetProperty("updated").GetInt32());
    }

    private async Task<HttpResponseMessage> OrderAsync(string key, string sku, int count)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = JsonContent.Create(new { sku, count }), Headers = { { "Idempotency-Key", $"\"{key}\"" } } };
        return await _client.SendAsync(request);
    }

    private async Task<HttpResponseMessage> PaidAsync(string id, int order, decimal amount)
    {
        var body = JsonSerializer.Serialize(new { id, order, amount });
        var time = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Secret[6..]), Encoding.UTF8.GetBytes($"{id}.{time}.{body}")));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/payments") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", $"{time}");
        request.Headers.Add("webhook-signature", $"v1,{signature}");
        return await _client.SendAsync(request);
    }
}
