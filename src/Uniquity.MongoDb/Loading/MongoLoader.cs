using Uniquity.Indexes;
using Uniquity.Loading;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Enforcing;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Loading;

/// <summary>Loads records into a collection of MongoDB: unordered inserts, and updates of the documents that hold their keys.</summary>
/// <remarks>
/// A chunk is no transaction, as a refused document would end it. What a killed load has put in is told by its <c>_id</c>, so that the load
/// which goes on puts nothing in twice. Everything is written with the majority's concern. Not safe for concurrent use.
/// </remarks>
public sealed class MongoLoader : ILoader
{
    private readonly MongoSession session;
    private readonly TimeProvider clock;
    private LoadProgressStore? progress;
    private ChunkWriter? writer;
    private LoadRequest? request;
    private UniqueIndex? key;
    private LoadPoint point = LoadPoint.Start;

    private MongoLoader(MongoSession session, TimeProvider clock) => (this.session, this.clock) = (session, clock);

    /// <inheritdoc/>
    public int MostRecords => 2_000;

    /// <inheritdoc/>
    public bool KeepsTypes => true;

    /// <summary>The commands sent so far; of large ones the name and the collection.</summary>
    public IReadOnlyList<string> StatementLog => session.Log;

    /// <summary>Connects.</summary>
    /// <param name="url"><c>mongodb://host/database</c> or <c>mongodb+srv://…</c>.</param>
    /// <param name="options">How to connect; a load takes the time it takes, so that its command timeout does not count.</param>
    /// <param name="clock">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UsageException">The URL is malformed or names no database.</exception>
    /// <exception cref="TargetException">libmongoc is missing, no server answers, or access is denied.</exception>
    public static async ValueTask<MongoLoader> OpenAsync(string url, MongoOptions? options = null, TimeProvider? clock = null, CancellationToken cancellationToken = default)
    {
        options = (options ?? new MongoOptions()) with { CommandTimeout = TimeSpan.Zero };
        return new(await MongoSession.OpenAsync(url, options, cancellationToken), clock ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public async ValueTask CreateTableAsync(string name, IReadOnlyList<string> columns, IReadOnlyList<string> key, CancellationToken cancellationToken)
    {
        await session.WriteSafelyAsync(new BsonBuilder().Add("create", name).Build(), cancellationToken);
        if (key.Count == 0 || key is ["_id"]) return;
        var pattern = key.Aggregate(new BsonBuilder(), (all, part) => all.Add(part, 1)).Build();
        var specification = new BsonBuilder().Add("key", pattern).Add("name", string.Join('_', key.Select(part => $"{part}_1"))).Add("unique", true).Build();
        await session.WriteSafelyAsync(IndexCommands.Create(new(null, name), specification), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<LoadPoint> BeginAsync(LoadRequest request, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        Check(request, fields);
        this.request = request;
        key = new KeyChoice(StringComparer.Ordinal, name => name.Name).Choose(request, fields);
        var indexes = request.Indexes.Where(index => index.Valid).Select(index => new LoadIndex(index)).ToList();
        var types = request.IsJson ? null : await FieldTypes.ReadAsync(session, request.Table, fields, cancellationToken);
        progress = new(session, request, clock);
        point = await progress.BeginAsync(types, cancellationToken);
        writer = new(session, request, progress, new(request, progress.Types, number => RecordDocuments.Id(progress.Started, progress.Load, number)), indexes, Arbiter(indexes));
        return point;
    }

    /// <inheritdoc/>
    public async ValueTask<LoadPoint> WriteAsync(LoadChunk chunk, IRejects rejects, CancellationToken cancellationToken)
    {
        if (writer is null || progress is null || request is null) throw new InvalidOperationException("BeginAsync comes first.");
        try
        {
            await StandsAsync(cancellationToken);
            var items = await writer.WriteAsync(chunk, point, cancellationToken);
            var stop = request.OnConflict.Kind == ConflictKind.Stop && items is [.., { Reject: { } last }] ? last : null;
            var next = Next(stop is null ? items : [.. items.SkipLast(1)], rejects, chunk.Fields);
            await progress.SaveAsync(point, next, cancellationToken);
            point = next;
            return stop is null ? point : throw new LoadStoppedException($"line {stop.Line} cannot be taken: {stop.Detail}") { Point = point };
        }
        catch (TargetException failure)
        {
            throw new LoadStoppedException(failure.Message, failure);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or UnauthorizedAccessException)
        {
            throw new LoadStoppedException(failure is OperationCanceledException ? "stopped" : failure.Message, failure);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<LoadPoint> CompleteAsync(CancellationToken cancellationToken)
    {
        if (progress is not null) await progress.ForgetAsync(cancellationToken);
        return point;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => session.DisposeAsync();

    private static void Check(LoadRequest request, IReadOnlyList<string> fields)
    {
        if (!request.FieldsAreFixed) return;
        var named = fields.Where(field => field.Length > 0).ToList();
        if (named.Find(field => field.StartsWith('$') || field.Split('.').Contains("")) is { } odd) throw new UsageException($"'{odd}' is no field of a document; nearest right call: --map {odd}=NAME");
        foreach (var field in named)
        {
            if (named.Find(other => other.StartsWith(field + ".", StringComparison.Ordinal)) is { } inside) throw new UsageException($"{field} is a value and {inside} leads into it: leave one out; nearest right call: --map {field}=");
        }

        if (request.OnConflict.Field is { } newer && !named.Contains(newer)) throw new UsageException($"the file has no field {newer}, so nobody knows which record is newer; nearest right call: --on-conflict {(NearestName.Find(newer, named) is { } near ? $"newer:{near}" : "update")}");
    }

    // JSON names its fields record by record: one without an _id is known by the only other unique index.
    private Func<LoadItem, LoadIndex?> Arbiter(List<LoadIndex> indexes)
    {
        var chosen = key is null ? null : indexes.Find(index => index.Index.Name == key.Name);
        var others = indexes.FindAll(index => !index.Index.Primary);
        return item => request is { Key.Count: 0, FieldsAreFixed: false } && chosen is { Index.Primary: true } && !item.HasOwnId && others is [var only] ? only : chosen;
    }

    // An index that is gone refuses nothing: the same key would go in twice without a word.
    private async Task StandsAsync(CancellationToken cancellationToken)
    {
        if (key is null || key.Primary) return;
        var listed = await session.ListAsync(new BsonBuilder().Add("listIndexes", request!.Table.Name).Build(), cancellationToken);
        if (listed.Exists(index => index["name"]!.Value.AsString() == key.Name)) return;
        throw new LoadStoppedException($"the unique index of the key is gone from {request.Table}: bring it back (uniquity enforce --on {request.Table} --key {string.Join(',', key.Key.Select(part => part.Part))}), then go on");
    }

    private LoadPoint Next(IReadOnlyList<LoadItem> items, IRejects rejects, IReadOnlyList<string> fields)
    {
        var length = rejects.Keep([.. items.Select(item => item.Reject).OfType<LoadReject>()], fields);
        long Count(LoadOutcome outcome) => items.Count(item => item.Outcome == outcome);
        var next = new LoadPoint(point.Inserted + Count(LoadOutcome.Inserted), point.Updated + Count(LoadOutcome.Updated), point.Skipped + Count(LoadOutcome.Skipped), point.Rejected + Count(LoadOutcome.Rejected), length);
        return next.Read - point.Read == items.Count ? next : throw new InvalidOperationException($"Of {items.Count} records, {next.Read - point.Read} were counted.");
    }
}
