using System.Text.Json;
using Uniquity.MongoDb;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Regressions;

/// <summary><c>duplicates</c> without a key, on a collection whose indexes have filters and odd keys.</summary>
public sealed class ObedienceTests
{
    [MongoDbFact]
    public async Task Every_index_is_told_with_a_filter_and_beside_one_that_cannot_be_counted()
    {
        var url = (await MongoDbServer.SharedAsync()).UrlOf(MongoDbServer.NewDatabaseName());
        try
        {
            await RunAsync(url, "{ insert: 'c', documents: [{ _id: 1, list: [5, 6], k: 'a', live: true, n: 1 }, { _id: 2, list: [7], k: 'b', live: true, n: 2 }, { _id: 3, list: [8], k: 'b' }] }");
            await RunAsync(url, "{ createIndexes: 'c', indexes: [{ key: { 'list.0': 1 }, name: 'place', unique: true }, { key: { k: 1 }, name: 'live_k', unique: true, partialFilterExpression: { live: true } }] }");

            var all = await Running.Cli.RunAsync("duplicates", "--db", url, "--on", "c", "--json");
            all.Code.ShouldBe(0, all.Error);
            var place = Index(all.Out, "place");
            place.GetProperty("obeyed").ValueKind.ShouldBe(JsonValueKind.Null);
            place.GetProperty("notCounted").GetString().ShouldNotBeNull().ShouldContain("list.0 names a place in an array of c");
            Index(all.Out, "live_k").GetProperty("rows").GetInt64().ShouldBe(2);

            await RunAsync(url, "{ dropIndexes: 'c', index: 'place' }");
            var some = await Running.Cli.RunAsync("duplicates", "--db", url, "--on", "c", "--where", "{ n: { $gt: 1 } }", "--json");
            some.Code.ShouldBe(0, some.Error);
            Index(some.Out, "live_k").GetProperty("rows").GetInt64().ShouldBe(1);
            (await Running.Cli.RunAsync("duplicates", "--db", url, "--on", "c", "--fold", "unicode")).Code.ShouldBe(2);
        }
        finally
        {
            await RunAsync(url, "{ dropDatabase: 1 }");
        }
    }

    private static JsonElement Index(string json, string name)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.GetProperty("indexes").EnumerateArray().Single(index => index.GetProperty("name").GetString() == name).Clone();
    }

    private static async Task RunAsync(string url, string command)
    {
        using var read = MongoUrl.Read(url, new MongoOptions());
        await using var connection = MongoConnection.Open(read, new MongoOptions());
        await connection.WriteAsync(read.Database!, ShellReader.Document(command), default);
    }
}
