using System.Text;
using Uniquity.Indexes;
using Uniquity.MongoDb.Connecting;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Resolving;
using Uniquity.Testing.Engines;

namespace Uniquity.MongoDb.Tests.Resolving;

/// <summary>A database with collections to resolve, removed at the end.</summary>
internal sealed class Resolution : IAsyncDisposable
{
    private readonly MongoUrl read;
    private readonly MongoConnection connection;

    private Resolution(string url)
    {
        Url = url;
        read = MongoUrl.Read(url, new MongoOptions());
        connection = MongoConnection.Open(read, new MongoOptions());
    }

    public string Url { get; }

    public string Name => read.Database!;

    public static async Task<Resolution> Given(params string[] commands) => await On(await MongoDbServer.SharedAsync(), commands);

    public static async Task<Resolution> On(MongoDbServer server, params string[] commands)
    {
        var resolution = new Resolution(server.UrlOf(MongoDbServer.NewDatabaseName()));
        foreach (var command in commands) await resolution.RunAsync(ShellReader.Document(command));
        return resolution;
    }

    public static ResolveRequest Request(string key, string keep = "first", params string[] merge) =>
        new(new TableName(null, "users"), [.. key.Split(',').Select(part => new KeyPart(part))], KeepPolicy.Parse(keep)) { Merge = [.. merge.Select(MergeRule.Parse)] };

    public async Task<MongoResolver> OpenAsync() => await MongoResolver.OpenAsync(Url);

    public async Task RunAsync(BsonDocument command)
    {
        var reply = await connection.WriteAsync(Name, command, default);
        if (reply["writeErrors"] is { } errors) throw new InvalidOperationException(errors.AsDocument().ToRelaxedJson());
    }

    public Task RunAsync(string command) => RunAsync(ShellReader.Document(command));

    /// <summary>The documents of a collection in the order of their <c>_id</c>.</summary>
    public async Task<IReadOnlyList<BsonDocument>> FindAsync(string collection)
    {
        var documents = new List<BsonDocument>();
        var find = new BsonBuilder().Add("find", collection).Add("filter", BsonDocument.Empty).Add("sort", BsonDocument.Parse("""{"_id":1}""")).Build();
        await foreach (var document in connection.QueryAsync(Name, find, default)) documents.Add(document);
        return documents;
    }

    /// <summary>The documents of a collection, as mongosh prints them.</summary>
    public async Task<IReadOnlyList<string>> PrintedAsync(string collection) => [.. (await FindAsync(collection)).Select(ShellWriter.Document)];

    /// <summary>Every byte outside the archive.</summary>
    public async Task<string> ContentAsync()
    {
        var content = new StringBuilder();
        var names = new List<string>();
        await foreach (var found in connection.QueryAsync(Name, BsonDocument.Parse("""{"listCollections":1}"""), default)) names.Add(found["name"]!.Value.AsString());
        foreach (var name in names.Where(name => !name.StartsWith("uniquity.", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            content.Append("== ").AppendLine(name);
            foreach (var document in await FindAsync(name)) content.AppendLine(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(document.Bytes.Span)));
        }

        return content.ToString();
    }

    /// <summary>Applies, looks, undoes: every byte is what it was.</summary>
    public async Task<Run> AppliesAndUndoesAsync(ResolveRequest request, Func<Task>? between = null)
    {
        var before = await ContentAsync();
        await using var resolver = await OpenAsync();
        var run = await resolver.ApplyAsync(await resolver.PlanAsync(request, default), null, default);
        run.State.ShouldBe(RunState.Complete);
        (await resolver.PlanAsync(request, default)).Groups.ShouldBe(0);
        if (between is not null) await between();
        var undone = await resolver.UndoAsync(run.Id, null, null, default);
        undone.Left.ShouldBeEmpty();
        undone.Run.State.ShouldBe(RunState.Undone);
        (await ContentAsync()).ShouldBe(before);
        return run;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("{ dropDatabase: 1 }");
        await connection.DisposeAsync();
        read.Dispose();
    }
}
