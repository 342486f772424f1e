using System.Text.Json;
using Uniquity.MongoDb;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;

namespace Uniquity.Cli.Tests.Commands.Load;

public sealed class MongoDbLoadTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("uniquity-load-").FullName;
    private readonly string database = MongoDbServer.NewDatabaseName();
    private string url = "";

    public async Task InitializeAsync()
    {
        if (MongoDbAvailability.SkipReason is not null) return;
        url = (await MongoDbServer.SharedAsync()).UrlOf(database);
        await RunAsync("{ createIndexes: 'users', indexes: [{ key: { email: 1 }, name: 'email_1', unique: true }] }");
        await RunAsync("{ insert: 'users', documents: [{ _id: 1, email: 'a@x', name: 'ann' }] }");
    }

    public async Task DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        if (url.Length > 0) await RunAsync("{ dropDatabase: 1 }");
    }

    [MongoDbFact]
    public async Task A_file_is_loaded_and_its_rejects_name_the_holder()
    {
        var rejects = Path.Combine(folder, "rejects.ndjson");
        var file = File("users.ndjson", """
            {"_id":1,"email":"a@x","name":"anna"}
            {"_id":2,"email":"b@x","joined":{"$date":"2026-01-01T00:00:00Z"}}
            {"_id":3,"email":"a@x"}
            {"_id":4,
            """);

        var outcome = await Running.Cli.RunAsync("load", file, "--into", "users", "--on-conflict", "update", "--db", url, "--rejects", rejects, "--json");

        outcome.Code.ShouldBe(1, outcome.Error);
        using var json = JsonDocument.Parse(outcome.Out);
        int Count(string name) => json.RootElement.GetProperty(name).GetInt32();
        (Count("read"), Count("inserted"), Count("updated"), Count("skipped"), Count("rejected")).ShouldBe((4, 1, 1, 0, 2));
        var refused = (await System.IO.File.ReadAllLinesAsync(rejects)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        (refused[0].GetProperty("line").GetInt32(), refused[0].GetProperty("index").GetString()).ShouldBe((3, "email_1"));
        refused[0].GetProperty("holder").GetProperty("_id").GetInt32().ShouldBe(1);
        refused[1].GetProperty("reason").GetString().ShouldBe("record");
        (await FindAsync("users", "{ joined: { $type: 'date' } }")).Count.ShouldBe(1);
    }

    [MongoDbFact]
    public async Task A_collection_is_made_and_ids_are_left_out_where_a_person_says_so()
    {
        var file = File("new.json", """[{"_id":{"$oid":"507f1f77bcf86cd799439011"},"sku":"a","n":1},{"_id":{"$oid":"507f1f77bcf86cd799439012"},"sku":"a","n":2}]""");

        var outcome = await Running.Cli.RunAsync("load", file, "--into", "items", "--create", "--key", "sku", "--strip-id", "--map", "n=count", "--on-conflict", "update", "--db", url);

        outcome.Code.ShouldBe(0, outcome.Error);
        outcome.Out.ShouldContain("1 inserted · 1 updated");
        var stored = (await FindAsync("items", "{}")).Single();
        stored["count"]!.Value.AsInt64().ShouldBe(2);
        stored["_id"]!.Value.Type.ShouldBe(BsonType.ObjectId);
        stored.ToRelaxedJson().ShouldNotContain("507f1f77bcf86cd799439011");
    }

    [MongoDbFact]
    public async Task Killed_at_random_moments_it_goes_on_and_no_document_is_there_twice()
    {
        var file = File("many.csv", "email,n\n" + string.Concat(Enumerable.Range(0, 6000).Select(n => $"e{n % 5000},{n}\n")));
        var random = new Random(4711);
        string[] call = ["load", file, "--into", "users", "--key", "email", "--on-conflict", "update", "--batch", "20", "--db", url, "--json"];
        var kills = 0;
        await using var session = await MongoSession.OpenAsync(url, new MongoOptions(), default);
        for (var attempt = 0; attempt < 4; attempt++)
        {
            string[] resumed = await IsStoppedAsync() ? [.. call, "--resume"] : call;
            using var process = UniquityCommand.With(resumed).Start();
            process.StandardInput.Close();
            // Every run is killed while it writes, however fast the machine is.
            var before = (await StoredAsync(session)).Count;
            while (!process.HasExited && (await StoredAsync(session)).Count == before) await Task.Delay(1);
            await Task.Delay(random.Next(0, 100));
            if (process.HasExited) break;
            process.Kill();
            await process.WaitForExitAsync();
            kills++;
        }

        var outcome = await Running.Cli.RunAsync(await IsStoppedAsync() ? [.. call, "--resume"] : call);

        outcome.Code.ShouldBe(0, outcome.Error);
        kills.ShouldBeGreaterThan(0);
        var stored = await StoredAsync(session);
        stored.Count.ShouldBe(5000);
        stored.ShouldAllBe(document => document["n"]!.Value.AsInt64() == Newest(document["email"]!.Value.AsString()));
    }

    // The last of the records of a key counts.
    private static long Newest(string email) => int.Parse(email[1..], System.Globalization.CultureInfo.InvariantCulture) is var n && n < 1000 ? n + 5000 : n;

    private static Task<List<BsonDocument>> StoredAsync(MongoSession session) =>
        session.ListAsync(ShellReader.Document("{ find: 'users', filter: { n: { $exists: true } } }"), default);

    private async Task<bool> IsStoppedAsync() => (await FindAsync("uniquity.loads", "{}")).Count > 0;

    private string File(string name, string text)
    {
        var path = Path.Combine(folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private async Task<List<BsonDocument>> FindAsync(string collection, string filter)
    {
        await using var session = await MongoSession.OpenAsync(url, new MongoOptions(), default);
        return await session.ListAsync(ShellReader.Document($"{{ find: '{collection}', filter: {filter} }}"), default);
    }

    private async Task RunAsync(string command)
    {
        using var read = MongoUrl.Read(url, new MongoOptions());
        await using var connection = MongoConnection.Open(read, new MongoOptions());
        await connection.WriteAsync(database, ShellReader.Document(command), default);
    }
}
