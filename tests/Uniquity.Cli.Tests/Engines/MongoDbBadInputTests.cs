using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Uniquity.MongoDb;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.Testing.Engines;
using Uniquity.Testing.Engines.DocumentDb;

namespace Uniquity.Cli.Tests.Engines;

/// <summary>Servers that do not do as they should, and values that are hard to print: one line, the right exit code, nothing lost.</summary>
public sealed class MongoDbBadInputTests
{
    private const string Secret = "s3cr3t-Pa55";

    [DocumentDbTheory]
    [InlineData("mongodb://u:s3cr3t@Pa55@127.0.0.1:1/db", 2, "right is %40")]
    [InlineData("mongodb://u:s3cr3t-Pa55@h/db?readPreference=up", 2, "Unsupported readPreference value")]
    [InlineData("mongodb://u:s3cr3t-Pa55@h1,h2/db?directConnection=true", 2, "directConnection")]
    [InlineData("mongodb://u:s3cr3t-Pa55@h/db?tls=perhaps", 2, "tls")]
    [InlineData("mongodb://u:s3cr3t-Pa55@127.0.0.1:1/db?serverSelectionTimeoutMS=300", 3, "MongoDB at 127.0.0.1:1 cannot be reached")]
    [InlineData("mongodb+srv://u:s3cr3t-Pa55@nobody.nowhere.invalid/db", 3, "cannot be reached")]
    public async Task A_url_that_leads_nowhere_is_one_line_without_its_password(string url, int code, string says)
    {
        var error = await RefusedAsync(code, "indexes", "--db", url);
        error.ShouldContain(says);
        error.ShouldNotContain("Pa55");
    }

    [DocumentDbFact]
    public async Task A_server_that_accepts_and_never_answers_ends_by_the_time_limit()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var at = $"127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}";
        (await RefusedAsync(3, "indexes", "--db", $"mongodb://{at}/db?serverSelectionTimeoutMS=700")).ShouldContain($"MongoDB at {at} cannot be reached: nothing answered there in time as the URL wants it");
    }

    [DocumentDbFact]
    public async Task A_replica_set_without_a_primary_is_told_with_what_was_seen_of_it()
    {
        await using var server = await MongoDbServer.StartAsync();
        var at = new Uri(server.Url).Authority;
        Always(server, $$"""{"isWritablePrimary":false,"ismaster":false,"secondary":true,"setName":"rs0","setVersion":1,"hosts":["{{at}}"],"me":"{{at}}","maxBsonObjectSize":16777216,"maxMessageSizeBytes":48000000,"maxWriteBatchSize":100000,"minWireVersion":0,"maxWireVersion":17,"ok":1.0}""");

        (await RefusedAsync(3, "indexes", "--db", server.UrlOf("db") + "?replicaSet=rs0&serverSelectionTimeoutMS=1500"))
            .ShouldBe($"uniquity: MongoDB at {at} has no primary now: {at} is a secondary; wait for the election, or see rs.status()");
        (await RefusedAsync(3, "indexes", "--db", server.UrlOf("db") + "?replicaSet=other&serverSelectionTimeoutMS=1500"))
            .ShouldContain("in the replica set that replicaSet= names?");
    }

    [DocumentDbFact]
    public async Task Wrong_credentials_are_denied_access_without_the_password()
    {
        await using var server = await MongoDbServer.StartAsync();
        server.Plan(new("saslStart", FaultKind.Refuse) { Code = 18, Times = 20 });
        var error = await RefusedAsync(3, "indexes", "--db", server.UrlOf("db").Replace("mongodb://", $"mongodb://app:{Secret}@", StringComparison.Ordinal));
        error.ShouldContain("denies access as app");
        error.ShouldContain("check user, password and authSource");
        error.ShouldNotContain(Secret);
    }

    [DocumentDbFact]
    public async Task A_server_that_hangs_up_or_falls_silent_under_a_command_is_told_and_leaves_no_half_file()
    {
        await using var server = await MongoDbServer.StartAsync();
        var url = server.UrlOf("cut");
        await InsertAsync(url, "c", Enumerable.Range(0, 600).Select(n => new BsonBuilder().Add("_id", n).Add("k", n / 2).Build()));
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.ndjson");

        server.Plan(new("getMore", FaultKind.HangUpBefore));
        (await RefusedAsync(3, "duplicates", "--db", url, "--on", "c", "--key", "k", "--out", file)).ShouldContain("was lost before it answered");
        File.Exists(file).ShouldBeFalse();

        server.Plan(new("aggregate", FaultKind.Delay) { Delay = TimeSpan.FromSeconds(20), Times = 10 });
        (await RefusedAsync(3, "duplicates", "--db", url + "?socketTimeoutMS=800", "--on", "c", "--key", "k")).ShouldContain("was lost before it answered");
    }

    [MongoDbFact]
    public async Task Values_that_JSON_has_no_notation_for_keep_their_type_in_it()
    {
        var url = (await MongoDbServer.SharedAsync()).UrlOf(MongoDbServer.NewDatabaseName());
        string[] values =
        [
            """{"$numberDouble":"NaN"}""", """{"$numberDecimal":"1.10"}""", """{"$binary":{"base64":"AP8=","subType":"80"}}""",
            """{"$date":{"$numberLong":"-631152000000"}}""", """{"$date":{"$numberLong":"9223372036854775807"}}""", "9007199254740993", "5.5", "true",
            """{"$oid":"000000000000000000000001"}""", """{"$timestamp":{"t":5,"i":6}}""", "\"7\"", "\"a\\u0000b\"", """{"a":{"$numberDecimal":"2"}}""",
        ];
        var documents = values.SelectMany((value, n) => new[] { $$"""{"_id":{{n * 2}},"k":{{value}}}""", $$"""{"_id":{"$numberLong":"{{n * 2 + 1}}"},"k":{{value}}}""" });
        await InsertAsync(url, "odd", documents.Select(BsonDocument.Parse));
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.ndjson");
        try
        {
            var outcome = await Running.Cli.RunAsync("duplicates", "--db", url, "--on", "odd", "--key", "k", "--top", "50", "--json", "--out", file);
            outcome.Code.ShouldBe(1, outcome.Error);
            using var told = JsonDocument.Parse(outcome.Out);
            var expected = values.Select(Plain).Order(StringComparer.Ordinal);
            told.RootElement.GetProperty("top").EnumerateArray().Select(group => Plain(group.GetProperty("key").GetProperty("k").GetRawText())).Order(StringComparer.Ordinal).ShouldBe(expected);
            told.RootElement.GetProperty("top")[0].GetProperty("ids")[0].ValueKind.ShouldBe(JsonValueKind.Number);
            (await File.ReadAllLinesAsync(file)).Select(line => Plain(JsonDocument.Parse(line).RootElement.GetProperty("key").GetProperty("k").GetRawText())).Order(StringComparer.Ordinal).ShouldBe(expected);

            var masked = await Running.Cli.RunAsync("duplicates", "--db", url, "--on", "odd", "--key", "k", "--top", "50", "--json", "--mask");
            masked.Out.ShouldNotContain("9007199254740993");
            masked.Out.ShouldNotContain("1.10");
        }
        finally
        {
            File.Delete(file);
            await RunAsync(url, BsonDocument.Parse("""{"dropDatabase":1}"""));
        }
    }

    private static string Plain(string json) => JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement);

    private static void Always(MongoDbServer server, string hello)
    {
        foreach (var command in new[] { "hello", "isMaster" }) server.Plan(new(command, FaultKind.Answer) { Reply = BsonDocument.Parse(hello).Bytes, Times = 10_000 });
    }

    private static async Task<string> RefusedAsync(int code, params string[] call)
    {
        var outcome = await Running.Cli.RunAsync(call);
        outcome.Code.ShouldBe(code, outcome.Screen);
        outcome.Out.ShouldBeEmpty();
        var error = outcome.Error.TrimEnd();
        error.ShouldNotContain("\n");
        error.ShouldStartWith("uniquity: ");
        return error;
    }

    private static Task InsertAsync(string url, string collection, IEnumerable<BsonDocument> documents) =>
        RunAsync(url, new BsonBuilder().Add("insert", collection).AddArray("documents", documents).Build());

    private static async Task RunAsync(string url, BsonDocument command)
    {
        using var read = MongoUrl.Read(url, new MongoOptions());
        await using var connection = MongoConnection.Open(read, new MongoOptions());
        (await connection.WriteAsync(read.Database!, command, default))["writeErrors"].ShouldBeNull();
    }
}
