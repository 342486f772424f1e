using System.Text;
using Shouldly;
using Uniquity.Loading;
using Uniquity.Loading.Reading;
using Xunit;

namespace Uniquity.Testing.Conformance.Loading;

/// <summary>What a load promises on every SQL engine.</summary>
public abstract partial class LoaderConformance(IConformanceEngine engine) : IAsyncLifetime
{
    private ILoaderDatabase? database;

    /// <summary>The database of the test.</summary>
    protected ILoaderDatabase Database => database!;

    /// <inheritdoc/>
    public async Task InitializeAsync() => database = (ILoaderDatabase)await engine.CreateAsync();

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (database is not null) await database.DisposeAsync();
    }

    /// <summary>Loads, and sees that every record of the file was counted once.</summary>
    protected async Task<(LoadPoint Point, IReadOnlyList<LoadReject> Rejects)> LoadAsync(LoadCall call, KeptRejects? kept = null)
    {
        var before = call.Resume ? -1 : await RowsAsync(call.Into);
        var rejects = kept ?? new KeptRejects();
        var reader = Reader(call);
        await using var loader = await Database.OpenLoaderAsync();
        var run = new LoadRun(reader, loader, rejects, call.Batch, call.Map);
        var point = await run.RunAsync(await loader.BeginAsync(await RequestAsync(call), reader.Fields.Names, CancellationToken.None), call.Report, CancellationToken.None);
        point.Read.ShouldBe(Count(Reader(call)));
        point.Rejected.ShouldBe(rejects.All.Count);
        rejects.All.Select(reject => reject.Line).ShouldBeInOrder();
        if (before >= 0) (await RowsAsync(call.Into)).ShouldBe(before + point.Inserted);
        return (point, rejects.All);
    }

    /// <summary>What a query prints, a row in a line.</summary>
    protected async Task<string> AskAsync(string query) => (await Database.RunInShellAsync(query)).ReplaceLineEndings("\n").Trim('\n');

    /// <summary>The counts as they are said.</summary>
    protected static string Sums(LoadPoint point) => $"{point.Inserted} {point.Updated} {point.Skipped} {point.Rejected}";

    private static IRecordReader Reader(LoadCall call)
    {
        var bytes = new MemoryStream(Encoding.UTF8.GetBytes(call.Text));
        return call.Format == "csv" ? new CsvRecordReader(bytes) : new JsonRecordReader(bytes, call.Format == "ndjson");
    }

    private static long Count(IRecordReader reader)
    {
        var count = 0L;
        while (reader.Next() is not null) count++;
        return count;
    }

    private async Task<long> RowsAsync(string table) => long.Parse(await AskAsync($"SELECT count(*) FROM {table}"), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<LoadRequest> RequestAsync(LoadCall call)
    {
        await using var target = await Database.OpenAsync();
        var table = (await target.FindTableAsync(call.Into, CancellationToken.None)).ShouldNotBeNull();
        return new()
        {
            Table = table,
            Key = call.Key is { } key ? await target.ParseKeyAsync(table, key, CancellationToken.None) : [],
            Indexes = await target.GetUniqueIndexesAsync(table, CancellationToken.None),
            OnConflict = ConflictPolicy.Parse(call.OnConflict),
            IsJson = call.Format != "csv",
            FieldsAreFixed = call.Format == "csv",
            Fingerprint = call.Text,
            Source = "/a/file",
            Batch = call.Batch,
            Resume = call.Resume,
        };
    }
}
