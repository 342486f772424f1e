using System.Diagnostics;
using System.Text.Json;
using Uniquity.MongoDb;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Testing.Commands;
using Uniquity.Testing.Engines;
using Uniquity.Testing.Engines.DocumentDb;

namespace Uniquity.Cli.Tests.Faults;

/// <summary>A shop in MongoDB whose repair is a process of its own, which a test may end at any moment.</summary>
internal sealed class MongoDbTrial : IAsyncDisposable
{
    public const int Groups = 120;
    private const int Users = 300;

    // What a mongod that stands alone says: no sessions, no transactions.
    private static readonly BsonDocument Standalone = BsonDocument.Parse(
        """{"helloOk":true,"isWritablePrimary":true,"ismaster":true,"maxBsonObjectSize":16777216,"maxMessageSizeBytes":48000000,"maxWriteBatchSize":25000,"localTime":{"$date":"2026-11-21T09:00:00Z"},"connectionId":1,"minWireVersion":0,"maxWireVersion":21,"readOnly":false,"ok":1.0}""");

    private readonly MongoUrl read;
    private readonly MongoConnection connection;
    private IReadOnlyDictionary<string, BsonDocument> users = new Dictionary<string, BsonDocument>();
    private IReadOnlyDictionary<string, BsonDocument> orders = new Dictionary<string, BsonDocument>();

    private MongoDbTrial(MongoDbServer server)
    {
        Server = server;
        read = MongoUrl.Read(Url, new MongoOptions());
        connection = MongoConnection.Open(read, new MongoOptions());
    }

    public MongoDbServer Server { get; }

    public string Url => Server.UrlOf("shop");

    public static async Task<MongoDbTrial> OpenAsync(bool transactions)
    {
        var trial = new MongoDbTrial(await MongoDbServer.StartAsync());
        await trial.RunAsync($"{{ insert: 'users', documents: [{string.Join(", ", Enumerable.Range(1, Users).Select(i => $"{{ _id: {i}, 'e-mail': 'u{i % Groups}', n: {i}, 'ü': 'é{i}' }}"))}] }}");
        await trial.RunAsync($"{{ insert: 'orders', documents: [{string.Join(", ", Enumerable.Range(1, Users).Select(i => $"{{ _id: {i}, by: {{ user: {i} }} }}"))}] }}");
        await trial.RunAsync("{ createIndexes: 'orders', indexes: [{ key: { 'by.user': 1 }, name: 'by' }] }");
        (trial.users, trial.orders) = (await trial.FindAsync("users"), await trial.FindAsync("orders"));
        if (transactions) return trial;
        foreach (var greeting in new[] { "hello", "ismaster" }) trial.Server.Plan(new(greeting, FaultKind.Answer) { Times = 1_000_000, Reply = Standalone.Bytes });
        return trial;
    }

    /// <summary>Starts the repair in batches of a few groups, with a pause after each.</summary>
    public Process StartApply() => Start("resolve", "--on", "users", "--key", "e-mail", "--keep", "first", "--merge", "n=sum", "--reference", "orders.by.user", "--batch", "6", "--pause", "10ms", "--apply", "--yes");

    /// <summary>Starts a call.</summary>
    public Process Start(params string[] arguments)
    {
        var process = UniquityCommand.With([.. arguments, "--db", Url]).Start();
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs a call to its end.</summary>
    public Task<CommandResult> CallAsync(params string[] arguments) => UniquityCommand.RunAsync([.. arguments, "--db", Url]);

    /// <summary>Waits until a repair has come so far.</summary>
    public async Task ReachAsync(Process process, int groups)
    {
        while (!process.HasExited && groups > 0)
        {
            var runs = await FindAsync(Places.Runs);
            if (runs.Values.Any(run => run["state"]!.Value.AsString() == "running" && run["groups"]!.Value.AsInt64() >= groups)) return;
            await Task.Delay(10);
        }
    }

    /// <summary>The newest run: its state, and the call that is named next without the URL.</summary>
    public async Task<(string Run, string State, string Next)?> NextAsync()
    {
        using var json = JsonDocument.Parse((await CallAsync("runs", "--json")).OrThrow("runs").Output);
        if (json.RootElement.GetProperty("runs").EnumerateArray().FirstOrDefault() is not { ValueKind: JsonValueKind.Object } run) return null;
        return (run.GetProperty("run").GetString()!, run.GetProperty("state").GetString()!, run.GetProperty("next").GetString()?.Split(' ')[1] ?? "");
    }

    /// <summary>Every document of before is there or in the archive, byte for byte, and every reference leads to a document.</summary>
    /// <returns>The documents that go, by the archive.</returns>
    public async Task<int> NothingIsLostAsync(string? run, string when)
    {
        var archive = run is null ? [] : (await FindAsync(Places.Archive(run))).Values.ToList();
        var held = archive.Where(entry => entry["document"] is not null && entry["kind"]!.Value.AsString() != "after").ToLookup(entry => ComparedValue.Of(entry["id"]!.Value), entry => entry["document"]!.Value.AsDocument());
        var (now, nowOrders) = (await FindAsync("users"), await FindAsync("orders"));
        foreach (var (id, document) in users)
            (held[id].Append(now.GetValueOrDefault(id)).Any(found => found is { } same && ComparedDocument.Same(same, document))).ShouldBeTrue($"{ShellWriter.Document(document)} is lost, {when}");
        now.Keys.Except(users.Keys).ShouldBeEmpty(when);
        nowOrders.Keys.Order().ShouldBe(orders.Keys.Order(), when);
        var moved = archive.Where(entry => entry["kind"]!.Value.AsString() == "moved").ToLookup(entry => ComparedValue.Of(entry["id"]!.Value));
        foreach (var (id, order) in orders) (ComparedDocument.Same(nowOrders[id], order) || moved[id].Any()).ShouldBeTrue($"{ShellWriter.Document(order)} has moved and no one knows from where, {when}");
        held.ShouldAllBe(entry => entry.Count() == 1, when);
        return archive.Count(entry => entry["kind"]!.Value.AsString() == "removed");
    }

    /// <summary>All is as it was before.</summary>
    public async Task AllIsBackAsync(string when)
    {
        foreach (var (before, now) in new[] { (users, await FindAsync("users")), (orders, await FindAsync("orders")) })
        {
            now.Keys.Order().ShouldBe(before.Keys.Order(), when);
            before.ShouldAllBe(pair => ComparedDocument.Same(pair.Value, now[pair.Key]), when);
        }
    }

    /// <summary>Keeps the deletes of a batch waiting whose archive is complete, until the result is disposed.</summary>
    public async Task<IAsyncDisposable> HoldDeletesAsync(Process process)
    {
        await ReachAsync(process, 6);
        while (true)
        {
            // Its next mark is that of an archive, or that of a batch: before it goes on, the collection is held.
            await using var marks = await Server.HoldAsync("shop", Places.Runs);
            while (!await IsWritingAsync("update", Places.Runs))
            {
                process.HasExited.ShouldBeFalse("the repair was over before its deletes were held");
                await Task.Delay(20);
            }

            var rows = await Server.HoldAsync("shop", "users");
            var run = (await FindAsync(Places.Runs)).Values.Single();
            if (run["archived"]!.Value.AsInt64() == run["batches"]!.Value.AsInt64()) return rows;
            await rows.DisposeAsync();
        }
    }

    /// <summary>Whether the server writes to a collection at this moment.</summary>
    public async Task<bool> IsWritingAsync(string operation, string collection)
    {
        var reply = await connection.ReadAsync("admin", BsonDocument.Parse("""{"aggregate":1,"pipeline":[{"$currentOp":{}}],"cursor":{}}"""), default);
        return reply["cursor"]!.Value.AsDocument()["firstBatch"]!.Value.AsDocument().Elements().Any(found => found.AsDocument()["op"] is { } op && op.AsString() == operation && found.AsDocument()["ns"] is { } ns && ns.AsString() == "shop." + collection);
    }

    public async Task<IReadOnlyDictionary<string, BsonDocument>> FindAsync(string collection)
    {
        var documents = new Dictionary<string, BsonDocument>(StringComparer.Ordinal);
        var find = new BsonBuilder().Add("find", collection).Add("filter", BsonDocument.Empty).Build();
        await foreach (var document in connection.QueryAsync("shop", find, default)) documents.Add(ComparedValue.Of(document["_id"]!.Value), document);
        return documents;
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        read.Dispose();
        await Server.DisposeAsync();
    }

    private async Task RunAsync(string command)
    {
        var reply = await connection.WriteAsync("shop", ShellReader.Document(command), default);
        if (reply["writeErrors"] is { } errors) throw new InvalidOperationException(errors.AsDocument().ToRelaxedJson());
    }
}
