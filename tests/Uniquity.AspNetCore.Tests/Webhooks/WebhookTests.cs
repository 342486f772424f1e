using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Uniquity.Once;

namespace Uniquity.AspNetCore.Tests.Webhooks;

public class WebhookTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    [Fact]
    public async Task A_message_that_is_delivered_twice_has_its_effect_once()
    {
        await using var service = await InboxAsync();

        (await TextAsync(await DeliverAsync(service, """{"id":"evt_1","item":"tea"}"""))).ShouldBe("""{"id":"evt_1","duplicate":false}""");
        (await TextAsync(await DeliverAsync(service, """{"id":"evt_1","item":"tea"}"""))).ShouldBe("""{"id":"evt_1","duplicate":true}""");

        service.Orders().ShouldBe(["tea"]);
    }

    [Fact]
    public async Task Many_deliveries_at_once_have_one_effect()
    {
        await using var service = await InboxAsync();

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (delivery, _) =>
            (await DeliverAsync(service, $$"""{"id":{{delivery % 10}},"item":"{{delivery % 10}}"}""")).StatusCode.ShouldBe(HttpStatusCode.OK));

        service.Orders().Order().ShouldBe(Enumerable.Range(0, 10).Select(item => $"{item}"));
    }

    [Fact]
    public async Task A_handler_that_fails_is_asked_again_at_the_next_delivery()
    {
        var failing = true;
        await using var service = await TestService.StartAsync(app => app.MapWebhook("/hooks", (message, work, _) =>
        {
            TestService.Order(work, message.Id);
            return failing ? throw new InvalidOperationException() : Task.CompletedTask;
        }));
        (await DeliverAsync(service, """{"id":"e"}""")).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        service.Orders().ShouldBeEmpty();
        failing = false;

        (await DeliverAsync(service, """{"id":"e"}""")).StatusCode.ShouldBe(HttpStatusCode.OK);

        service.Orders().ShouldBe(["e"]);
    }

    [Theory]
    [InlineData("""{"item":"tea"}""")]
    [InlineData("[1]")]
    [InlineData("not json")]
    [InlineData("")]
    [InlineData("""{"id":{"a":1}}""")]
    public async Task A_message_without_an_id_is_400(string body)
    {
        await using var service = await InboxAsync();

        (await DeliverAsync(service, body)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        service.Orders().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_413_whether_or_not_its_length_is_told()
    {
        await using var service = await InboxAsync(options => options.MaxBodyBytes = 100);
        var body = $$"""{"id":"e","item":"{{new string('x', 200)}}"}""";

        (await DeliverAsync(service, body)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        using var chunked = new StreamContent(new NoLength(Encoding.UTF8.GetBytes(body)));
        (await service.Client.PostAsync("/hooks", chunked)).StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_signature_is_checked_over_id_time_and_body()
    {
        await using var service = await InboxAsync(options => options.Verify = WebhookSignature.Standard(Secret));
        const string Body = """{"item":"tea"}""";
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

        (await SignedAsync(service, Body, "msg_1", now, Sign("msg_1", now, Body))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SignedAsync(service, Body, "msg_2", now, $"v1,bm90IGl0 v2,x {Sign("msg_2", now, Body)}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await SignedAsync(service, Body, "msg_3", now, Sign("msg_1", now, Body))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignedAsync(service, Body + " ", "msg_4", now, Sign("msg_4", now, Body))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignedAsync(service, Body, "msg_5", now - 600, Sign("msg_5", now - 600, Body))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SignedAsync(service, Body, "msg_6", now, "v1,")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await DeliverAsync(service, Body)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        service.Orders().ShouldBe(["tea", "tea"]);
    }

    [Fact]
    public void The_specifications_own_example_fits()
    {
        // https://github.com/standard-webhooks/standard-webhooks: the vector that its libraries test with.
        var headers = new Microsoft.AspNetCore.Http.HeaderDictionary
        {
            ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
            ["webhook-timestamp"] = "1614265330",
            ["webhook-signature"] = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        };
        var message = new WebhookMessage(headers, "{\"test\": 2432232314}"u8.ToArray());

        WebhookSignature.Standard(Secret, TimeSpan.FromDays(365_000))(message).ShouldBeTrue();
    }

    private static string Sign(string id, long time, string body)
    {
        var key = Convert.FromBase64String(Secret["whsec_".Length..]);
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{time}.{body}")));
    }

    private static Task<TestService> InboxAsync(Action<WebhookOptions>? configure = null) => TestService.StartAsync(app => app.MapWebhook(
        "/hooks",
        (message, work, _) =>
        {
            TestService.Order(work, message.ReadJson<JsonElement>().GetProperty("item").GetString()!);
            return Task.CompletedTask;
        },
        configure));

    private static Task<HttpResponseMessage> DeliverAsync(TestService service, string body) => service.Client.PostAsync("/hooks", new StringContent(body));

    private static Task<HttpResponseMessage> SignedAsync(TestService service, string body, string id, long time, string signature)
    {
        var content = new StringContent(body);
        content.Headers.Add("webhook-id", id);
        content.Headers.Add("webhook-timestamp", $"{time}");
        content.Headers.Add("webhook-signature", signature);
        return service.Client.PostAsync("/hooks", content);
    }

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync();

    private sealed class NoLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
