using System.Globalization;
using Uniquity.Loading;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Archiving;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Loading;

/// <summary>How far loads are: a document for each that is not complete, in <c>uniquity.loads</c>.</summary>
/// <remarks>
/// There is no transaction around a chunk, as a refused document would end it. So before a chunk is written, a majority of the servers
/// knows which of its <c>_id</c>s were there already: whoever goes on after a kill can tell what the load has put in itself.
/// </remarks>
internal sealed class LoadProgressStore(MongoSession session, LoadRequest request, TimeProvider clock)
{
    private readonly string owner = Guid.NewGuid().ToString("N");

    /// <summary>The load.</summary>
    public Guid Load { get; private set; } = Guid.NewGuid();

    /// <summary>When it began, to the second.</summary>
    public DateTimeOffset Started { get; private set; } = DateTimeOffset.FromUnixTimeSeconds(clock.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>Whether anything is kept: a load that cannot be resumed keeps nothing.</summary>
    public bool Keeps => request.Fingerprint is not null;

    /// <summary>The record up to which a chunk that did not end has gone; those before it may be in.</summary>
    public long DoubtfulUntil { get; private set; }

    /// <summary>The records of the doubtful chunk whose own <c>_id</c> was there before it.</summary>
    public IReadOnlySet<long> Present { get; private set; } = new HashSet<long>();

    /// <summary>The types that texts of CSV take: for a load that goes on, those with which it began.</summary>
    public FieldTypes? Types { get; private set; }

    /// <summary>Begins a load, or finds the one to go on with.</summary>
    public async Task<LoadPoint> BeginAsync(FieldTypes? types, CancellationToken cancellation)
    {
        Types = types;
        if (!StoppedLoads.Keep(request)) return LoadPoint.Start;
        if (request.Resume) return await FindAsync(cancellation);
        var document = new BsonBuilder().Add("_id", Load.ToString("N")).Add("owner", owner).Add("started", Started).Add("fingerprint", request.Fingerprint).Add("collection", request.Table.Name)
            .Add("policy", request.OnConflict.ToString()).Add("source", request.Source).AddAll(Counts(LoadPoint.Start)).AddArray("types", types?.Kept ?? BsonDocument.Empty).Add("doubtfulUntil", 0L).AddArray("present", BsonDocument.Empty).Add("updated_at", clock.GetUtcNow()).Build();
        await session.WriteSafelyAsync(new BsonBuilder().Add("insert", Places.Loads).AddArray("documents", [document]).Build(), cancellation);
        return LoadPoint.Start;
    }

    /// <summary>Notes that a chunk is about to be written.</summary>
    /// <param name="from">How far the load is.</param>
    /// <param name="until">The record after the chunk.</param>
    /// <param name="present">Its records whose own <c>_id</c> is there already.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task DoubtAsync(LoadPoint from, long until, IReadOnlySet<long> present, CancellationToken cancellation)
    {
        if (!Keeps) return;
        (DoubtfulUntil, Present) = (Math.Max(DoubtfulUntil, until), present);
        await SetAsync(from, Doubt(), cancellation);
    }

    /// <summary>Notes how far it is.</summary>
    public async Task SaveAsync(LoadPoint from, LoadPoint to, CancellationToken cancellation)
    {
        if (!Keeps) return;
        if (DoubtfulUntil <= to.Read) (DoubtfulUntil, Present) = (0, new HashSet<long>());
        await SetAsync(from, new BsonBuilder().AddAll(Counts(to)).AddAll(Doubt()).Build(), cancellation);
    }

    /// <summary>Forgets it: it is complete.</summary>
    public async Task ForgetAsync(CancellationToken cancellation)
    {
        if (!Keeps) return;
        var delete = new BsonBuilder().Add("q", new BsonBuilder().Add("_id", Load.ToString("N")).Build()).Add("limit", 1).Build();
        await session.WriteSafelyAsync(new BsonBuilder().Add("delete", Places.Loads).AddArray("deletes", [delete]).Build(), cancellation);
    }

    private static BsonDocument Counts(LoadPoint point) => new BsonBuilder().Add("read", point.Read).Add("inserted", point.Inserted).Add("updated", point.Updated)
        .Add("skipped", point.Skipped).Add("rejected", point.Rejected).Add("rejectBytes", point.RejectBytes).Build();

    private BsonDocument Doubt()
    {
        var present = new BsonBuilder();
        var at = 0;
        foreach (var number in Present) present.Add(at++.ToString(CultureInfo.InvariantCulture), number);
        return new BsonBuilder().Add("doubtfulUntil", DoubtfulUntil).AddArray("present", present.Build()).Add("updated_at", clock.GetUtcNow()).Build();
    }

    private async Task SetAsync(LoadPoint from, BsonDocument fields, CancellationToken cancellation)
    {
        var mine = new BsonBuilder().Add("_id", Load.ToString("N")).Add("owner", owner).Add("read", from.Read).Build();
        if (await UpdateAsync(mine, fields, cancellation) == 0) throw new LoadStoppedException("another process goes on with this load, so this one ends");
    }

    private async Task<long> UpdateAsync(BsonDocument filter, BsonDocument fields, CancellationToken cancellation)
    {
        var update = new BsonBuilder().Add("q", filter).Add("u", new BsonBuilder().Add("$set", fields).Build()).Build();
        return (await session.WriteSafelyAsync(new BsonBuilder().Add("update", Places.Loads).AddArray("updates", [update]).Build(), cancellation))["n"]?.AsInt64() ?? 0;
    }

    private async Task<LoadPoint> FindAsync(CancellationToken cancellation)
    {
        var filter = new BsonBuilder().Add("collection", request.Table.Name).Add("policy", request.OnConflict.ToString()).Add("source", request.Source).Build();
        var find = new BsonBuilder().Add("find", Places.Loads).Add("filter", filter).Add("sort", BsonDocument.Parse("""{"updated_at":-1}""")).Build();
        var stopped = await session.ListAsync(find, cancellation);
        var found = StoppedLoads.Find(request, stopped, load => load["fingerprint"]!.Value.AsString());
        Load = Guid.ParseExact(found["_id"]!.Value.AsString(), "N");
        Started = DateTimeOffset.FromUnixTimeMilliseconds(found["started"]!.Value.AsInt64());

        // Whoever was at it is stopped at its next chunk; what is read now is not changed by it any more.
        await UpdateAsync(new BsonBuilder().Add("_id", Load.ToString("N")).Build(), new BsonBuilder().Add("owner", owner).Build(), cancellation);
        var now = (await session.ListAsync(new BsonBuilder().Add("find", Places.Loads).Add("filter", new BsonBuilder().Add("_id", Load.ToString("N")).Add("owner", owner).Build()).Build(), cancellation)).FirstOrDefault()
            ?? throw new RefusedException("another process has just gone on with this load");
        if (Types is not null && now["types"] is { Type: BsonType.Array } kept) Types = FieldTypes.Of(kept.AsDocument());
        DoubtfulUntil = Number("doubtfulUntil");
        Present = now["present"]!.Value.AsDocument().Elements().Select(number => number.AsInt64()).ToHashSet();
        return new(Number("inserted"), Number("updated"), Number("skipped"), Number("rejected"), Number("rejectBytes"));

        long Number(string name) => now[name]!.Value.AsInt64();
    }
}
