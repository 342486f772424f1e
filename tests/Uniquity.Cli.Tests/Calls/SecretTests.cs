namespace Uniquity.Cli.Tests.Calls;

public class SecretTests
{
    private const string Password = "s3cr3t-Pa55";

    [Theory]
    [InlineData("postgres://app:s3cr3t-Pa55@127.0.0.1:1/shop")]
    [InlineData("postgresql://app:s3cr3t-Pa55@127.0.0.1:1/shop?connect_timeout=1")]
    [InlineData("postgres://app:s3cr3t-Pa55@@@127.0.0.1:1/shop")]
    [InlineData("postgres://app:s3cr3t-Pa55/with/slashes@127.0.0.1:1/shop")]
    [InlineData("postgres://app:s3cr3t-Pa55@127.0.0.1:notaport/shop")]
    [InlineData("postgres://app:s3cr3t-Pa55@[::bad/shop")]
    [InlineData("postgres://127.0.0.1:1/shop?user=app&password=s3cr3t-Pa55")]
    [InlineData("postgres://127.0.0.1:1/shop?password=s3cr3t-Pa55&nonsense=1")]
    [InlineData("postgre://app:s3cr3t-Pa55@127.0.0.1/shop")]
    [InlineData("://app:s3cr3t-Pa55@127.0.0.1/shop")]
    [InlineData("app:s3cr3t-Pa55@127.0.0.1/shop")]
    [InlineData("mongodb://app:s3cr3t-Pa55@127.0.0.1/shop")]
    [InlineData("Host=127.0.0.1;Port=1;Username=app;Password=s3cr3t-Pa55")]
    [InlineData("Host=127.0.0.1;Port=1;Password=s3cr3t-Pa55;Nonsense=1")]
    [InlineData("host=127.0.0.1 password=s3cr3t-Pa55")]
    [InlineData("sqlite:/no/such/file?password=s3cr3t-Pa55")]
    public async Task The_password_of_a_target_is_never_printed_even_where_the_target_is_malformed(string target)
    {
        foreach (var call in new[] { new[] { "indexes", "--db", target }, ["indexes", "--db", target, "--verbose"], ["indexes", "--db", target, "--jsno"], ["indexes", target], [target] })
        {
            var outcome = await Running.Cli.RunAsync(call);

            outcome.Code.ShouldBeOneOf(2, 3);
            outcome.Screen.ShouldNotContain(Password);
        }
    }

    [Theory]
    [InlineData("UNIQUITY_DB")]
    [InlineData("DATABASE_URL")]
    public async Task Nor_is_one_that_a_variable_holds(string variable)
    {
        var outcome = await new Running.Cli { Variables = new Dictionary<string, string> { [variable] = $"postgres://app:{Password}@127.0.0.1:1/shop" } }
            .CallAsync("indexes", "--verbose");

        outcome.Code.ShouldBe(3);
        outcome.Screen.ShouldNotContain(Password);
        outcome.Error.ShouldContain("127.0.0.1");
    }
}
