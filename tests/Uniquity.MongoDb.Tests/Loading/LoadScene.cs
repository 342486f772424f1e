using System.Text;
using Uniquity.Loading;
using Uniquity.Loading.Reading;
using Uniquity.MongoDb.Loading;
using Uniquity.MongoDb.Shell;
using Uniquity.Testing.Conformance.Loading;

namespace Uniquity.MongoDb.Tests.Loading;

/// <summary>A collection <c>t</c> that files are loaded into.</summary>
internal sealed class LoadScene(Scene scene) : IAsyncDisposable
{
    public Scene Scene => scene;

    public static async Task<LoadScene> Given(params string[] commands) => new(await Scene.Given(commands));

    /// <summary>Loads, and sees that every record of the file was counted once, and every new document stored.</summary>
    public async Task<(string Sums, IReadOnlyList<LoadReject> Rejects)> LoadAsync(LoadCall call, KeptRejects? kept = null)
    {
        var before = call.Resume ? -1 : await CountAsync();
        var rejects = kept ?? new KeptRejects();
        var point = await RunAsync(call, rejects);
        point.Read.ShouldBe(Count(Reader(call)));
        point.Rejected.ShouldBe(rejects.All.Count);
        rejects.All.Select(reject => reject.Line).ShouldBeInOrder();
        if (before >= 0) (await CountAsync()).ShouldBe(before + point.Inserted);
        return ($"{point.Inserted} {point.Updated} {point.Skipped} {point.Rejected}", rejects.All);
    }

    public async Task<LoadPoint> RunAsync(LoadCall call, KeptRejects rejects, CancellationToken cancellation = default)
    {
        var reader = Reader(call);
        await using var loader = await MongoLoader.OpenAsync(scene.Url, cancellationToken: cancellation);
        var run = new LoadRun(reader, loader, rejects, call.Batch, call.Map);
        return await run.RunAsync(await loader.BeginAsync(await RequestAsync(call), reader.Fields.Names, cancellation), call.Report, cancellation);
    }

    /// <summary>What is stored, a document in a line, in the order of a field.</summary>
    public async Task<string> StoredAsync(string sort = "_id", string project = "{}")
    {
        var reply = await scene.Run($"{{ find: 't', filter: {{}}, sort: {{ {sort}: 1 }}, projection: {project}, batchSize: 10000 }}");
        return string.Join('\n', reply["cursor"]!.Value.AsDocument()["firstBatch"]!.Value.AsDocument().Elements().Select(found => ShellWriter.Document(found.AsDocument())));
    }

    /// <summary>The documents of a collection, counted one by one: a count without a condition may be an estimate.</summary>
    public async Task<long> CountAsync(string collection = "t") => (await scene.Run($"{{ count: '{collection}', query: {{ _id: {{ $exists: true }} }} }}"))["n"]!.Value.AsInt64();

    public ValueTask DisposeAsync() => scene.DisposeAsync();

    private static IRecordReader Reader(LoadCall call)
    {
        var bytes = new MemoryStream(Encoding.UTF8.GetBytes(call.Text));
        return call.Format == "csv" ? new CsvRecordReader(bytes) : new JsonRecordReader(bytes, call.Format == "ndjson", keepsTypes: true);
    }

    private static long Count(IRecordReader reader)
    {
        var count = 0L;
        while (reader.Next() is not null) count++;
        return count;
    }

    private async Task<LoadRequest> RequestAsync(LoadCall call)
    {
        await using var target = await MongoTarget.OpenAsync(scene.Url);
        var table = (await target.FindTableAsync("t", default)).ShouldNotBeNull();
        return new()
        {
            Table = table,
            Key = call.Key is { } key ? await target.ParseKeyAsync(table, key, default) : [],
            Indexes = await target.GetUniqueIndexesAsync(table, default),
            OnConflict = ConflictPolicy.Parse(call.OnConflict),
            IsJson = call.Format != "csv",
            FieldsAreFixed = call.Format == "csv",
            Fingerprint = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(call.Text))),
            Source = "/a/file",
            Batch = call.Batch,
            Resume = call.Resume,
        };
    }
}
