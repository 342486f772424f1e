using Uniquity.Diagnosing;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Probes;

/// <summary>The probes for causes that only MongoDB has, or that only its own facts tell.</summary>
internal static class MongoProbes
{
    public static IReadOnlyList<ICauseProbe> All(MongoSession session, CollectionReader collections, IndexReader indexes) =>
    [
        new ArrayElements(),
        new StaleIndex(session),
        new HiddenIndex(),
        new ShardOnly(session),
        new SparseNull(),
        new ExpiredHolder(session, indexes),
        new DifferentCollations(session),
        new CappedCollection(collections),
        new BuildInProgress(session),
        new UpsertWithId(),
        new UpsertRaced(),
        new Unacknowledged(session),
        new AskedSecondary(session),
    ];
}
