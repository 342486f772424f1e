using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Uniquity.Once;

namespace Uniquity.AspNetCore.Tests.Idempotency;

public class IdempotencyKeyTests
{
    [Fact]
    public async Task A_request_that_is_sent_twice_has_its_effect_once_and_the_same_answer()
    {
        await using var service = await OrdersAsync();

        var first = await PostAsync(service, "\"k-1\"", new { item = "tea" });
        var second = await PostAsync(service, "\"k-1\"", new { item = "tea" });

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        first.Headers.Contains("Idempotency-Replayed").ShouldBeFalse();
        second.StatusCode.ShouldBe(HttpStatusCode.Created);
        second.Headers.GetValues("Idempotency-Replayed").Single().ShouldBe("true");
        second.Headers.Location.ShouldBe(first.Headers.Location);
        second.Content.Headers.ContentType.ShouldBe(first.Content.Headers.ContentType);
        (await second.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
        service.Orders().ShouldBe(["tea"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\"unclosed")]
    [InlineData("\"a\"b\"")]
    [InlineData("\"\"")]
    [InlineData("non-äscii")]
    public async Task Without_a_key_that_is_well_formed_it_is_400(string? key)
    {
        await using var service = await OrdersAsync();

        var response = await PostAsync(service, key, new { item = "tea" });

        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString()!.ShouldContain("Idempotency-Key");
        service.Orders().ShouldBeEmpty();
    }

    [Fact]
    public async Task Quotes_are_not_part_of_the_key()
    {
        await using var service = await OrdersAsync();
        await PostAsync(service, "k", new { item = "tea" });

        (await PostAsync(service, "\"k\"", new { item = "tea" })).Headers.Contains("Idempotency-Replayed").ShouldBeTrue();
    }

    [Fact]
    public async Task A_key_that_is_too_long_or_sent_twice_is_400()
    {
        await using var service = await OrdersAsync();
        (await PostAsync(service, new string('k', 256), new { item = "tea" })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Content = JsonContent.Create(new { item = "tea" }) };
        request.Headers.Add("Idempotency-Key", ["a", "b"]);
        (await service.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_422()
    {
        await using var service = await OrdersAsync();
        await PostAsync(service, "k", new { item = "tea" });

        (await PostAsync(service, "k", new { item = "coffee" })).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await PostAsync(service, "k", new { item = "tea" }, "/orders?gift=true")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        service.Orders().ShouldBe(["tea"]);
    }

    [Fact]
    public async Task While_the_first_is_at_work_the_second_is_409_with_a_time_to_come_back()
    {
        var go = new TaskCompletionSource();
        var started = new TaskCompletionSource();
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.UseIdempotencyKey();
                app.MapPost("/slow", async (OnceWork work) =>
                {
                    TestService.Order(work, "slow");
                    started.TrySetResult();
                    await go.Task;
                    return "done";
                }).RequireIdempotencyKey();
            },
            once: new() { Wait = TimeSpan.Zero });
        var first = PostAsync(service, "k", new { }, "/slow");
        await started.Task;

        var second = await PostAsync(service, "k", new { }, "/slow");

        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        second.Headers.RetryAfter?.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        go.SetResult();
        (await (await first).Content.ReadAsStringAsync()).ShouldBe("done");
        (await (await PostAsync(service, "k", new { }, "/slow")).Content.ReadAsStringAsync()).ShouldBe("done");
        service.Orders().ShouldBe(["slow"]);
    }

    [Theory]
    [InlineData("refuse", 422)]
    [InlineData("throw", 500)]
    [InlineData("collide", 409)]
    public async Task What_fails_is_rolled_back_and_can_be_tried_again_with_its_key(string how, int status)
    {
        var attempts = 0;
        await using var service = await TestService.StartAsync(app =>
        {
            app.UseIdempotencyKey();
            app.MapPost("/orders", (OnceWork work) =>
            {
                TestService.Order(work, how);
                if (attempts++ > 0) return Results.Ok();
                return how switch
                {
                    "refuse" => Results.Json(new { no = "stock" }, statusCode: 422),
                    "throw" => throw new InvalidOperationException(),
                    _ => throw new SqliteException("SQLite Error 19: 'UNIQUE constraint failed: orders.item'.", 19, 2067),
                };
            }).RequireIdempotencyKey();
        });

        var first = await PostAsync(service, "k", new { });
        ((int)first.StatusCode).ShouldBe(status);
        if (how == "refuse") (await first.Content.ReadAsStringAsync()).ShouldBe("{\"no\":\"stock\"}");
        service.Orders().ShouldBeEmpty();

        (await PostAsync(service, "k", new { })).StatusCode.ShouldBe(HttpStatusCode.OK);
        service.Orders().ShouldBe([how]);
    }

    [Fact]
    public async Task Two_users_may_choose_the_same_key()
    {
        await using var service = await TestService.StartAsync(app =>
        {
            app.Use((context, next) =>
            {
                context.User = new(new System.Security.Claims.ClaimsIdentity([new("sub", context.Request.Headers["X-User"].ToString())], "test"));
                return next(context);
            });
            app.UseIdempotencyKey();
            app.MapPost("/orders", (OnceWork work, HttpContext context) => TestService.Order(work, context.Request.Headers["X-User"].ToString())).RequireIdempotencyKey();
        });

        foreach (var user in (string[])["ann", "bob", "ann"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/orders") { Headers = { { "X-User", user }, { "Idempotency-Key", "k" } } };
            (await service.Client.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        service.Orders().ShouldBe(["ann", "bob"]);
    }

    [Fact]
    public async Task Where_it_is_not_required_a_request_without_a_key_goes_its_way()
    {
        await using var service = await TestService.StartAsync(app =>
        {
            app.UseIdempotencyKey();
            app.MapPost("/ping", () => "pong").RequireIdempotencyKey(required: false);
        });

        (await (await PostAsync(service, null, new { }, "/ping")).Content.ReadAsStringAsync()).ShouldBe("pong");
        (await PostAsync(service, "k", new { }, "/ping")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(service, "k", new { }, "/ping")).Headers.Contains("Idempotency-Replayed").ShouldBeTrue();
    }

    [Fact]
    public async Task A_controller_asks_for_it_by_attribute()
    {
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.UseIdempotencyKey();
                app.MapControllers();
            },
            services => services.AddControllers().AddApplicationPart(typeof(IdempotencyKeyTests).Assembly));

        (await PostAsync(service, "k", new { }, "/refusing/once")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await PostAsync(service, "k", new { }, "/refusing/once")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await PostAsync(service, null, new { }, "/refusing/once")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        service.Orders().ShouldBe(["by a controller"]);
    }

    [Fact]
    public async Task An_endpoint_that_takes_the_transaction_without_asking_for_a_key_says_what_is_missing()
    {
        await using var service = await TestService.StartAsync(app => app.MapPost("/orders", (OnceWork work) => work.ToString()));
        using var scope = service.Services.CreateScope();

        Should.Throw<InvalidOperationException>(() => scope.ServiceProvider.GetRequiredService<OnceWork>()).Message.ShouldContain(".RequireIdempotencyKey()");
    }

    [Fact]
    public void Without_a_store_the_middleware_says_what_to_register()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        Should.Throw<InvalidOperationException>(() => app.UseIdempotencyKey()).Message.ShouldContain("AddOnceStore");
    }

    [Fact]
    public async Task Among_64_clients_with_100_keys_each_order_is_made_once()
    {
        await using var service = await OrdersAsync();

        await Parallel.ForEachAsync(Enumerable.Range(0, 1_000), new ParallelOptions { MaxDegreeOfParallelism = 64 }, async (call, _) =>
            (await PostAsync(service, $"k{call % 100}", new { item = $"i{call % 100}" })).StatusCode.ShouldBe(HttpStatusCode.Created));

        service.Orders().Order().ShouldBe(Enumerable.Range(0, 100).Select(item => $"i{item}").Order());
    }

    [Fact]
    public async Task A_large_body_and_answer_pass_unchanged()
    {
        var large = new string('x', 200_000);
        await using var service = await OrdersAsync();
        await PostAsync(service, "k", new { item = large });

        var again = await PostAsync(service, "k", new { item = large });

        (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("item").GetString().ShouldBe(large);
    }

    private sealed record Ordered(string Item);

    private static Task<TestService> OrdersAsync() => TestService.StartAsync(app =>
    {
        app.UseIdempotencyKey();
        app.MapPost("/orders", (Ordered order, OnceWork work) =>
        {
            TestService.Order(work, order.Item);
            return Results.Created($"/orders/{Guid.NewGuid()}", new { order.Item });
        }).RequireIdempotencyKey();
    });

    private static async Task<HttpResponseMessage> PostAsync(TestService service, string? key, object body, string path = "/orders")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await service.Client.SendAsync(request);
    }
}
