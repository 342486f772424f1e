using System.Diagnostics;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Running;

public sealed class ConnectionTests
{
    [NativeTheory]
    [InlineData("mongodb://")]
    [InlineData("mongodb://h:99999/db")]
    [InlineData("mongodb://h/db?maxPoolSize=many")]
    [InlineData("mongodb://u:se%cret@h/db")]
    public async Task A_url_that_cannot_be_is_told_without_its_password(string url)
    {
        var wrong = await Should.ThrowAsync<UsageException>(async () => await MongoTarget.OpenAsync(url));
        wrong.Message.ShouldContain("right is mongodb://");
        wrong.Message.ShouldNotContain("se%cret");
    }

    [NativeFact]
    public async Task A_server_that_is_not_there_is_told_in_one_line()
    {
        var failure = await Should.ThrowAsync<TargetException>(async () => await MongoTarget.OpenAsync("mongodb://user:topsecret@127.0.0.1:1/shop?serverSelectionTimeoutMS=300"));
        failure.Message.ShouldStartWith("MongoDB at 127.0.0.1:1 cannot be reached");
        failure.Message.ShouldNotContain("topsecret");
        failure.Message.ShouldNotContain("\n");
    }

    [NativeFact]
    public async Task A_url_without_a_database_is_told_how_to_name_one() =>
        (await Should.ThrowAsync<UsageException>(async () => await MongoTarget.OpenAsync("mongodb://127.0.0.1:1/"))).Message.ShouldBe("the URL names no database; right is mongodb://127.0.0.1:1/DATABASE");

    [MongoDbFact]
    public async Task The_log_of_commands_ends_at_a_thousand_of_any_kind()
    {
        await using var scene = await Scene.Given();
        await using var session = await MongoSession.OpenAsync(scene.Url, new MongoOptions(), default);

        for (var n = 0; n < 510; n++)
        {
            await session.RunAsync(BsonDocument.Parse("""{"ping":1}"""), default);
            await session.ListAsync(BsonDocument.Parse("""{"find":"none","filter":{}}"""), default);
        }

        session.Log.Count.ShouldBe(1000);
        session.Log.Count(entry => entry.Contains("find: 'none'", StringComparison.Ordinal)).ShouldBe(499);
    }

    [DocumentDbFact]
    public async Task A_server_that_hangs_up_in_the_middle_of_a_cursor_is_told_and_the_next_call_works()
    {
        await using var server = await MongoDbServer.StartAsync();
        using var url = MongoUrl.Read(server.UrlOf("cut"), new MongoOptions());
        await using var connection = MongoConnection.Open(url, new MongoOptions());
        await connection.WriteAsync("cut", new BsonBuilder().Add("insert", "c").AddArray("documents", Enumerable.Range(0, 100).Select(n => new BsonBuilder().Add("_id", n).Build())).Build(), default);
        server.Plan(new("getMore", Uniquity.Testing.Engines.DocumentDb.FaultKind.HangUpBefore));
        var failure = await Should.ThrowAsync<MongoException>(() => CountAsync(connection));
        failure.Failure.ShouldBe(MongoFailure.OutcomeUnknown);
        (await CountAsync(connection)).ShouldBe(100);
    }

    [DocumentDbTheory]
    [InlineData("""{"ok":0.0,"code":91,"codeName":"ShutdownInProgress","errmsg":"The server is in quiesce mode and will shut down","errorLabels":["RetryableWriteError"]}""")]
    [InlineData("""{"ok":0.0,"code":50,"codeName":"MaxTimeMSExpired","errmsg":"operation exceeded time limit"}""")]
    public async Task A_commit_that_the_server_answers_with_trouble_of_its_own_may_be_done(string reply)
    {
        await using var server = await MongoDbServer.StartAsync();
        using var url = MongoUrl.Read(server.UrlOf("commit"), new MongoOptions());
        await using var connection = MongoConnection.Open(url, new MongoOptions());
        await connection.WriteAsync("commit", BsonDocument.Parse("""{"create":"c"}"""), default);
        server.Plan(new("commitTransaction", Uniquity.Testing.Engines.DocumentDb.FaultKind.AnswerAfter) { Times = 2, Reply = BsonDocument.Parse(reply).Bytes });

        var failure = await Should.ThrowAsync<MongoException>(() => connection.TransactAsync("commit", [new(BsonDocument.Parse("""{"insert":"c","documents":[{"_id":1}]}"""), 1)], default));

        failure.Failure.ShouldBe(MongoFailure.OutcomeUnknown);
        failure.Message.ShouldBe(BsonDocument.Parse(reply)["errmsg"]!.Value.AsString());
        (await connection.ReadAsync("commit", BsonDocument.Parse("""{"count":"c","query":{"_id":1}}"""), default))["n"]!.Value.AsInt64().ShouldBe(1);
    }

    [DocumentDbFact]
    public async Task A_cancelled_call_frees_its_caller_and_the_connection_goes_on()
    {
        await using var server = await MongoDbServer.StartAsync();
        using var url = MongoUrl.Read(server.UrlOf("slow") + "?maxPoolSize=1", new MongoOptions());
        await using var connection = MongoConnection.Open(url, new MongoOptions());
        await connection.ReadAsync("slow", BsonDocument.Parse("""{"ping":1}"""), default);
        server.Plan(new("count", Uniquity.Testing.Engines.DocumentDb.FaultKind.Delay) { Delay = TimeSpan.FromSeconds(3) });
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        var clock = Stopwatch.StartNew();
        await Should.ThrowAsync<OperationCanceledException>(() => connection.ReadAsync("slow", BsonDocument.Parse("""{"count":"c"}"""), stop.Token));
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(2.5));

        // The one client of the pool comes back when the native call has ended, and not before.
        (await connection.ReadAsync("slow", BsonDocument.Parse("""{"ping":1}"""), default))["ok"]!.Value.AsInt64().ShouldBe(1);
    }

    private static async Task<int> CountAsync(MongoConnection connection)
    {
        var count = 0;
        await foreach (var _ in connection.QueryAsync("cut", BsonDocument.Parse("""{"find":"c","filter":{},"batchSize":10}"""), default)) count++;
        return count;
    }
}
