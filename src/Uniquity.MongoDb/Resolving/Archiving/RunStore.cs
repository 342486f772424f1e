using System.Globalization;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving.Archiving;

/// <summary>Reads and writes the runs of a database.</summary>
internal sealed class RunStore(MongoSession session, TimeProvider clock)
{
    // A collection of this name may hold documents of somebody else.
    private const string OfRuns = """{"plan":{"$type":"string"},"state":{"$type":"string"},"collection":{"$type":"string"}}""";

    /// <summary>Every run, the newest first.</summary>
    public async Task<IReadOnlyList<RunRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var find = new BsonBuilder().Add("find", Places.Runs).Add("filter", BsonDocument.Parse(OfRuns)).Add("sort", BsonDocument.Parse("""{"started":-1,"_id":-1}""")).Build();
        return [.. (await session.ListAsync(find, cancellationToken)).Select(Read)];
    }

    /// <summary>One run.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public async Task<RunRecord> FindAsync(string run, CancellationToken cancellationToken)
    {
        var find = new BsonBuilder().Add("find", Places.Runs).Add("filter", new BsonBuilder().Add("_id", run).AddAll(BsonDocument.Parse(OfRuns)).Build()).Add("limit", 1).Build();
        return (await session.ListAsync(find, cancellationToken)) is [var found] ? Read(found) : throw new UsageException($"There is no run {run} in this database: uniquity runs lists them.");
    }

    /// <summary>Writes down a run that begins, with the collections of its archive.</summary>
    public async Task AddAsync(Run run, ResolvePlan plan, CancellationToken cancellationToken)
    {
        var bare = plan with { Samples = [], Statements = [] };
        var document = new BsonBuilder().Add("_id", run.Id).Add("state", "planned").Add("collection", run.Table.Name)
            .AddArray("key", Strings(run.Key)).Add("policy", run.Policy).Add("groups", 0L).Add("removed", 0L).Add("changed", 0L).Add("repointed", 0L)
            .Add("started", run.Started).AddNull("ended").Add("done", 0L).Add("total", 0L).Add("batches", 0L).Add("archived", 0L).Add("listed", false)
            .Add("plan", System.Text.Json.JsonSerializer.Serialize(bare, ResolveJson.Default.ResolvePlan)).Build();
        await WriteAsync(new BsonBuilder().Add("insert", Places.Runs).AddArray("documents", [document]).Build(), cancellationToken);

        // A transaction of an older server cannot make a collection.
        foreach (var place in new[] { Places.Archive(run.Id), Places.Work(run.Id) }) await WriteAsync(new BsonBuilder().Add("create", place).Build(), cancellationToken);
    }

    /// <summary>Sets fields of a run.</summary>
    public Task SetAsync(string run, BsonDocument fields, CancellationToken cancellationToken) => WriteAsync(Setting(run, fields), cancellationToken);

    /// <summary>Sets the state, and whether the run has ended.</summary>
    public Task SetStateAsync(string run, string state, bool ended, CancellationToken cancellationToken)
    {
        var fields = new BsonBuilder().Add("state", state);
        return SetAsync(run, (ended ? fields.Add("ended", clock.GetUtcNow()) : fields.AddNull("ended")).Build(), cancellationToken);
    }

    /// <summary>The command that marks a batch as done and counts it.</summary>
    public static BsonDocument Mark(string run, long batch, long done, long groups, long removed, long changed, long repointed)
    {
        var set = new BsonBuilder().Add("done", done).Add("batches", batch).Build();
        var counts = new BsonBuilder().Add("groups", groups).Add("removed", removed).Add("changed", changed).Add("repointed", repointed).Build();
        var before = new BsonBuilder().Add("_id", run).Add("batches", batch - 1).Build();
        return Update(before, new BsonBuilder().Add("$set", set).Add("$inc", counts).Build());
    }

    /// <summary>Forgets a run with its archive.</summary>
    public async Task DropAsync(string run, CancellationToken cancellationToken)
    {
        // The run last: until it is gone, the same call can be made again.
        foreach (var place in new[] { Places.Work(run), Places.Archive(run) }) await DropCollectionAsync(place, cancellationToken);
        var delete = new BsonBuilder().Add("q", new BsonBuilder().Add("_id", run).Build()).Add("limit", 1).Build();
        await WriteAsync(new BsonBuilder().Add("delete", Places.Runs).AddArray("deletes", [delete]).Build(), cancellationToken);
    }

    /// <summary>Drops a collection of the archive, if it is there.</summary>
    public async Task DropCollectionAsync(string place, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(new BsonBuilder().Add("drop", place).Build(), cancellationToken);
        }
        catch (TargetException fault) when (fault.InnerException is MongoException { Code: MongoException.NamespaceNotFound })
        {
            // It was dropped before.
        }
    }

    private async Task WriteAsync(BsonDocument command, CancellationToken cancellationToken)
    {
        var reply = await session.WriteSafelyAsync(command, cancellationToken);
        if (reply["writeErrors"] is { } errors) throw new TargetException($"MongoDB at {session.Hosts} refused to write the archive: {WriteErrors.First(errors).Message}");
    }

    private static BsonDocument Setting(string run, BsonDocument fields) => Update(new BsonBuilder().Add("_id", run).Build(), new BsonBuilder().Add("$set", fields).Build());

    private static BsonDocument Update(BsonDocument filter, BsonDocument update) => new BsonBuilder().Add("update", Places.Runs)
        .AddArray("updates", [new BsonBuilder().Add("q", filter).Add("u", update).Build()]).Build();

    private static BsonDocument Strings(IReadOnlyList<string> values)
    {
        var array = new BsonBuilder();
        for (var n = 0; n < values.Count; n++) array.Add(n.ToString(CultureInfo.InvariantCulture), values[n]);
        return array.Build();
    }

    private static RunRecord Read(BsonDocument document)
    {
        var state = document["state"]!.Value.AsString();
        var ended = document["ended"] is { Type: BsonType.DateTime } end ? (DateTimeOffset?)DateTimeOffset.FromUnixTimeMilliseconds(end.AsInt64()) : null;
        var run = new Run(
            document["_id"]!.Value.AsString(), State(state), new(null, document["collection"]!.Value.AsString()), [.. document["key"]!.Value.AsDocument().Elements().Select(part => part.AsString())],
            document["policy"]!.Value.AsString(), Number("groups"), Number("removed"), Number("changed"), Number("repointed"), DateTimeOffset.FromUnixTimeMilliseconds(Number("started")), ended)
        {
            Undoing = state is "undoing" or "undostopped",
        };
        return new(run, document["plan"]!.Value.AsString(), Number("done"), Number("total"), Number("batches"), document["listed"] is { IsTrue: true }) { Archived = Number("archived") };

        long Number(string name) => document[name]!.Value.AsInt64();
    }

    private static RunState State(string state) => state switch
    {
        "planned" => RunState.Planned,
        "running" or "undoing" => RunState.Running,
        "complete" => RunState.Complete,
        "undone" => RunState.Undone,
        "partlyUndone" => RunState.PartlyUndone,
        _ => RunState.Interrupted,
    };
}
