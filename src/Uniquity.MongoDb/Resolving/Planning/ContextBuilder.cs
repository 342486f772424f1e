using Uniquity.Indexes;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Duplicates;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Resolving.Planning;

/// <summary>Reads the catalogue for a request, and refuses what cannot be resolved safely.</summary>
internal sealed class ContextBuilder
{
    private const int MostRead = 5000;
    private const long BytesRead = 32 * 1024 * 1024;

    private readonly MongoSession session;
    private readonly CollectionReader collections;
    private readonly IndexReader indexes;
    private readonly FieldReader fields;

    /// <summary>Makes one.</summary>
    public ContextBuilder(MongoSession session)
    {
        this.session = session;
        collections = new(session);
        indexes = new(session, collections);
        fields = new(session);
    }

    /// <summary>Builds the context.</summary>
    /// <exception cref="UsageException">The request names what is not there.</exception>
    /// <exception cref="RefusedException">It cannot be resolved safely; the message says why and what to do.</exception>
    public async Task<ResolveContext> BuildAsync(ResolveRequest request, CancellationToken cancellationToken)
    {
        await CheckCollectionAsync(request.Table, cancellationToken);
        foreach (var part in request.Key)
        {
            CheckPart(request, part);

            // A name that is in no document would be one key of null for all of them.
            await CheckFieldAsync(request.Table, "--key", part.Part, cancellationToken);
        }

        if (request.Keep.Field is { } field) await CheckFieldAsync(request.Table, $"--keep {request.Keep}", field, cancellationToken);
        await CheckMergesAsync(request, cancellationToken);
        var specifications = await indexes.SpecificationsAsync(request.Table, cancellationToken);
        var existing = specifications.FirstOrDefault(specification => IndexReader.Read(request.Table, specification) is { } index
            && index.Key.Select(part => part.Part).SequenceEqual(request.Key.Select(part => part.Part), StringComparer.Ordinal));
        var references = new List<ReferencePath>();
        foreach (var reference in request.References) references.Add(await ReferenceAsync(request, reference, cancellationToken));
        var context = new ResolveContext(request)
        {
            References = [.. references.DistinctBy(reference => (reference.Table.Name, reference.Path))],
            Unique = UniqueOf(request.Table, specifications),
            Exclude = existing?["sparse"] is { IsTrue: true } ? HasAny(request.Key) : null,
            IndexCollation = existing?["collation"] is { Type: BsonType.Document } collation ? CollationText.Settable(collation.AsDocument()) : null,
            Chunk = await ChunkAsync(request.Table, cancellationToken),
        };

        // A filter that is no document, and a folding that the server has not, are wrong calls.
        _ = new GroupPipeline(context.Query, exclude: null);
        return context;
    }

    private async Task CheckCollectionAsync(TableName table, CancellationToken cancellationToken)
    {
        var kind = await collections.KindAsync(table.Name, cancellationToken) ?? throw new UsageException($"there is no collection {table.Name} in {session.Database}");
        var options = await collections.OptionsAsync(table, cancellationToken);
        if (Enforcing.Planning.CollectionCheck.Refusal(table, kind, options) is { } refusal) throw new RefusedException(refusal + ".");
    }

    private static void CheckPart(ResolveRequest request, KeyPart part)
    {
        if (part.Expression || part.Part.Contains('(', StringComparison.Ordinal)) throw new UsageException($"{part.Part} is an expression, and a key of MongoDB has only fields; where case should not matter, use --fold case");
        if (part.Part == "_id" && request.Key.Count == 1) throw new RefusedException("The key _id is unique already: there is nothing to resolve.");
        if (part.Part.Split('.').Any(name => name.Length > 0 && name.All(char.IsAsciiDigit)))
            throw new RefusedException($"{part.Part} names a place in an array, which an aggregation cannot group by: write the value into a field of its own, and resolve by that.");
    }

    private async Task CheckMergesAsync(ResolveRequest request, CancellationToken cancellationToken)
    {
        foreach (var rule in request.Merge.Where(rule => rule.Field is not null))
        {
            await CheckFieldAsync(request.Table, $"--merge {rule}", rule.Field!, cancellationToken);
            if (rule.Kind == MergeKind.Keep) continue;
            if (Overlap(rule.Field!, "_id")) throw new RefusedException($"--merge {rule} would change _id, by which documents are known: leave it out.");
            if (request.Key.Any(part => Overlap(part.Part, rule.Field!))) throw new RefusedException($"--merge {rule} would change {rule.Field}, which is of the key: leave it out, its values are the same already.");
        }
    }

    private async Task CheckFieldAsync(TableName table, string call, string path, CancellationToken cancellationToken)
    {
        if (path.StartsWith('$') || path.Split('.').Contains("")) throw new UsageException($"{call}: '{path}' is no field of a document; right is updatedAt, or address.city");
        var columns = await fields.ReadAsync(table, cancellationToken);
        var listed = columns.Count == 0 || columns.Any(column => column.Name == path);
        if ((listed && !path.Contains('.', StringComparison.Ordinal)) || columns.Count == 0 || await fields.ExistsAsync(table, path, cancellationToken)) return;
        if (listed) throw new RefusedException($"{call}: {path} is one field of {table} with a dot in its name, and no path of MongoDB leads to it: write its values into a field of another name first.");
        var nearest = NearestName.Find(path, columns.Select(column => column.Name));
        throw new UsageException($"{call}: no document of {table} has the field {path}{(nearest is null ? "" : $"; the nearest is {nearest}")}");
    }

    private async Task<ReferencePath> ReferenceAsync(ResolveRequest request, string text, CancellationToken cancellationToken)
    {
        // Both may hold dots: the longest collection that there is.
        var names = await collections.NamesAsync(cancellationToken);
        var name = names.Where(name => text.Length > name.Length + 1 && text.StartsWith(name + ".", StringComparison.Ordinal)).MaxBy(name => name.Length);
        if (name is null)
        {
            var nearest = NearestName.Find(text.Split('.')[0], names);
            throw new UsageException($"--reference {text}: there is no such collection in {session.Database}{(nearest is null ? "" : $"; the nearest is {nearest}")}; right is --reference orders.userId");
        }

        var table = new TableName(null, name);
        var path = text[(name.Length + 1)..];
        await CheckFieldAsync(table, $"--reference {text}", path, cancellationToken);
        if (path == "_id" || path.StartsWith("_id.", StringComparison.Ordinal))
            throw new RefusedException($"--reference {text}: an _id never changes, so what refers by it cannot be moved: copy those documents under the new _id yourself, or leave it out.");
        if (table == request.Table && request.Key.Any(part => Overlap(part.Part, path)))
            throw new RefusedException($"--reference {text} is of the key, which would change while it is resolved: resolve by another key first.");
        if (table == request.Table && request.Merge.FirstOrDefault(rule => rule.Field is { } merged && rule.Kind is not (MergeKind.Keep or MergeKind.Fill) && Overlap(merged, path)) is { } both)
            throw new RefusedException($"--merge {both}: {path} refers to documents that go themselves, and is moved with them: leave it out, or use {path}=fill.");
        var specifications = await indexes.SpecificationsAsync(table, cancellationToken);
        return new(table, path)
        {
            Indexed = specifications.Any(index => index["key"]!.Value.AsDocument().Elements() is [{ } first, ..] && first.Name == path && index["partialFilterExpression"] is null),
            Unique = [.. UniqueOf(table, specifications).Where(index => index.Key.Any(part => Overlap(part.Part, path)))],
        };
    }

    private static IReadOnlyList<UniqueIndex> UniqueOf(TableName table, IReadOnlyList<BsonDocument> specifications) =>
        [.. specifications.Select(specification => IndexReader.Read(table, specification)).OfType<UniqueIndex>().Where(index => !index.Primary)];

    private static BsonDocument HasAny(IReadOnlyList<KeyPart> key) =>
        new BsonBuilder().AddArray("$or", key.Select(part => new BsonBuilder().Add(part.Part, BsonDocument.Parse("""{"$exists":true}""")).Build())).Build();

    private static bool Overlap(string one, string other) =>
        one == other || one.StartsWith(other + ".", StringComparison.Ordinal) || other.StartsWith(one + ".", StringComparison.Ordinal);

    // Documents may have 16 MB each: of large ones fewer are read at once.
    private async Task<int> ChunkAsync(TableName table, CancellationToken cancellationToken)
    {
        var newest = new BsonBuilder().Add("find", table.Name).Add("filter", BsonDocument.Empty).Add("limit", 20).Build();
        long largest = 1;
        await foreach (var document in session.QueryAsync(newest, cancellationToken)) largest = Math.Max(largest, document.Bytes.Length);
        return (int)Math.Clamp(BytesRead / largest, 20, MostRead);
    }
}
