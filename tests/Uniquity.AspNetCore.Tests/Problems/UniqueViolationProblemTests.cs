using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Uniquity.Violations;

namespace Uniquity.AspNetCore.Tests.Problems;

public class UniqueViolationProblemTests
{
    [Fact]
    public async Task A_taken_key_is_409_and_names_the_field_but_not_the_value()
    {
        var (response, problem, text) = await RefusedAsync();

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("status").GetInt32().ShouldBe(409);
        problem.GetProperty("title").GetString().ShouldBe("That already exists.");
        problem.GetProperty("errors").GetProperty("email")[0].GetString().ShouldBe("An entry with that email already exists.");
        text.ShouldNotContain("secret@example.com");
    }

    [Fact]
    public async Task What_is_said_of_an_index_wins()
    {
        var (_, problem, _) = await RefusedAsync(options => options.ForIndex("users_email_key", "login", "A user with that email already exists."), Thrown("users_email_key"));

        problem.GetProperty("errors").GetProperty("login")[0].GetString().ShouldBe("A user with that email already exists.");
        problem.GetProperty("detail").GetString().ShouldBe("A user with that email already exists.");
    }

    [Fact]
    public async Task The_applications_own_names_come_before_the_columns()
    {
        var (_, problem, _) = await RefusedAsync(null, new Known(new() { Index = "x", Key = [new("e_mail", "secret@example.com")] }, ["Tenant.Id", "EmailAddress"], "Account"));

        var errors = problem.GetProperty("errors");
        errors.EnumerateObject().Select(error => error.Name).ShouldBe(["tenant.id", "emailAddress"]);
        errors.GetProperty("emailAddress")[0].GetString().ShouldBe("An account with that id and email address already exists.");
    }

    [Theory]
    [InlineData("lower(email)", "email")]
    [InlineData("lower((email_address)::text)", "emailAddress")]
    [InlineData("\"E-Mail\"", "e-Mail")]
    [InlineData("((data ->> 'sku'::text))", "data")]
    public async Task An_expression_is_named_by_its_column(string part, string field)
    {
        var (_, problem, _) = await RefusedAsync(null, new Known(new() { Key = [new(part, "secret@example.com")] }, [], null));

        problem.GetProperty("errors").EnumerateObject().Single().Name.ShouldBe(field);
    }

    [Theory]
    [InlineData("users_email_key", "email")]
    [InlineData("IX_users_Email", "email")]
    [InlineData("users_pkey", null)]
    [InlineData("something_else", null)]
    public async Task Without_a_key_the_name_that_the_index_was_given_by_default_tells(string index, string? field)
    {
        var (response, problem, _) = await RefusedAsync(null, new Known(new() { Index = index, Table = "users" }, [], null));

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).ShouldBe(field is null ? [] : [field]);
        problem.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Messages_are_translated_by_index_or_by_their_text()
    {
        void Services(IServiceCollection services) => services.AddSingleton<IStringLocalizerFactory>(new German());

        var (_, own, _) = await RefusedAsync(options => options.Resources = typeof(German), Thrown("users_email_key"), Services);
        own.GetProperty("errors").GetProperty("email")[0].GetString().ShouldBe("Diese Adresse gibt es schon.");

        var (_, common, _) = await RefusedAsync(options => options.Resources = typeof(German), Thrown("other"), Services);
        common.GetProperty("errors").GetProperty("email")[0].GetString().ShouldBe("An entry mit email gibt es schon.");
    }

    [Fact]
    public async Task Other_failures_are_left_to_others()
    {
        await using var service = await TestService.StartAsync(app => app.MapPost("/fail", IResult () => throw new InvalidOperationException("boom")));

        (await service.Client.PostAsync("/fail", null)).StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task A_client_that_accepts_only_HTML_gets_409_all_the_same()
    {
        await using var service = await TestService.StartAsync(app => app.MapPost("/fail", IResult () => throw Thrown("i")));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/fail") { Headers = { Accept = { new("text/html") } } };

        var response = await service.Client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Content.ReadAsStringAsync()).ShouldContain("already exists");
    }

    [Fact]
    public async Task Controllers_answer_alike()
    {
        await using var service = await TestService.StartAsync(
            app => app.MapControllers(),
            services => services.AddControllers().AddApplicationPart(typeof(RefusingController).Assembly));

        var response = await service.Client.PostAsync("/refusing", null);

        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").GetProperty("email").GetArrayLength().ShouldBe(1);
    }

    private static Known Thrown(string index) => new(new() { Engine = "postgresql", Code = "23505", Index = index, Key = [new("email", "secret@example.com")] }, [], null);

    private static async Task<(HttpResponseMessage Response, JsonElement Problem, string Text)> RefusedAsync(
        Action<UniqueViolationProblemOptions>? configure = null, Exception? thrown = null, Action<IServiceCollection>? more = null)
    {
        TestService? service = null;
        service = await TestService.StartAsync(
            app => app.MapPost("/users", () =>
            {
                if (thrown is not null) throw new InvalidOperationException("wrapped", thrown);
                service!.SignUp("secret@example.com");
                service!.SignUp("secret@example.com");
            }),
            services =>
            {
                if (configure is not null) services.AddUniqueViolationProblem(configure);
                more?.Invoke(services);
            });
        await using var running = service;
        var response = await service.Client.PostAsync("/users", null);
        var text = await response.Content.ReadAsStringAsync();
        return (response, JsonSerializer.Deserialize<JsonElement>(text), text);
    }

    private sealed class Known(Violation violation, IReadOnlyList<string> properties, string? entity) : Exception("refused secret@example.com"), IUniqueViolation
    {
        public Violation Violation => violation;

        public IReadOnlyList<string> Properties => properties;

        public string? Entity => entity;
    }

    private sealed class German : IStringLocalizerFactory, IStringLocalizer
    {
        private static readonly Dictionary<string, string> Texts = new()
        {
            ["users_email_key"] = "Diese Adresse gibt es schon.",
            ["{0} with that {1} already exists."] = "{0} mit {1} gibt es schon.",
        };

        public LocalizedString this[string name] => new(name, Texts.GetValueOrDefault(name, name), !Texts.ContainsKey(name));

        public LocalizedString this[string name, params object[] arguments] => this[name];

        public IStringLocalizer Create(Type resourceSource) => this;

        public IStringLocalizer Create(string baseName, string location) => this;

        public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => Texts.Keys.Select(key => this[key]);
    }
}
