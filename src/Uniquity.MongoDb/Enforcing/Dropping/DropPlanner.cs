using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Enforcing.Planning;
using Uniquity.MongoDb.Running;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Enforcing.Dropping;

/// <summary>Makes the plan of <c>drop-index</c>.</summary>
internal sealed class DropPlanner(MongoSession session)
{
    /// <summary>Makes it.</summary>
    /// <returns>The plan, and the specification of the plain index that takes its place.</returns>
    public async Task<(DropIndexPlan Plan, BsonDocument? Plain)> PlanAsync(DropIndexRequest request, CancellationToken cancellation)
    {
        var collections = new CollectionReader(session);
        var indexes = await new StandingIndexes(session, request.Table).ReadAsync(cancellation);
        var unique = await new IndexReader(session, collections).ReadAsync(request.Table, cancellation);
        if (unique.FirstOrDefault(index => index.Name == request.Name) is not { } index)
        {
            var found = StandingIndexes.Find(indexes.All, request.Table, request.Name, "drop-index ");
            throw new UsageException($"{found.Name} of {request.Table.Name} is not unique, and refuses nothing; to drop it: {IndexCommands.Show(IndexCommands.Drop(request.Table, found.Name))}");
        }

        var listed = indexes.All.First(other => other.Name == index.Name);
        var like = Like(request.Table, index, listed);
        var standing = indexes.All.FirstOrDefault(other => !other.IsUnique && !other.IsPrepared && like.IsShapedAs(other));
        var plain = request.KeepPlain && standing is null ? IndexName.Free($"{index.Name}_plain", "", indexes.All) : null;
        var specification = plain is null ? null : like.Specification(plain, option: null);
        var use = indexes.Use.GetValueOrDefault(index.Name);
        var plan = new DropIndexPlan
        {
            Request = request,
            Index = index,
            Reads = use?.Reads,
            ReadsSince = use?.Since,
            PlainName = plain,
            Refusal = Refusal(request.Table, listed),
            Steps = [.. Steps(request.Table, index.Name, plain, specification)],
            Warnings = [.. DropWarnings.Of(request, listed, standing, use)],
        };
        return (plan, specification);
    }

    private static WantedIndex Like(TableName table, UniqueIndex index, ListedIndex listed) => new(table, index.Key)
    {
        Filter = listed.Filter,
        Collation = listed.Collation,
        CollationForm = Checking.CollationForm.Of(listed.Collation),
        Sparse = listed.IsSparse,
        ExpireAfterSeconds = listed.ExpireAfterSeconds,
    };

    private static string? Refusal(TableName table, ListedIndex index) =>
        index.IsClustered ? $"{index.Name} is how {table.Name} itself is laid out (a clustered collection): MongoDB never drops it"
        : index.IsPrimary ? $"{index.Name} is the identity of the documents of {table.Name}, which replication and every driver rely on: MongoDB never drops it"
        : null;

    private static IEnumerable<EnforceStep> Steps(TableName table, string name, string? plain, BsonDocument? specification)
    {
        if (specification is not null)
        {
            yield return new(
                EnforceStepKind.Build, $"build {plain}, which is not unique, for the reads", [IndexCommands.Show(IndexCommands.Create(table, specification))],
                "nobody waits: reads and writes go on, but for some milliseconds at the build's begin and end");
        }

        yield return new(EnforceStepKind.Drop, $"drop {name}", [IndexCommands.Show(IndexCommands.Drop(table, name))], "reads and writes wait some milliseconds");
    }
}
