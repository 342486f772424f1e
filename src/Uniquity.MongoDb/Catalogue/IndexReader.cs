using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Catalogue;

/// <summary>Reads the unique indexes of a collection, with what the server knows of their size and use.</summary>
internal sealed class IndexReader(MongoSession session, CollectionReader collections)
{
    /// <summary>Every index of a collection, unique or not, as the server lists it.</summary>
    public async Task<IReadOnlyList<BsonDocument>> SpecificationsAsync(TableName table, CancellationToken cancellationToken) =>
        await session.ListAsync(new BsonBuilder().Add("listIndexes", table.Name).Build(), cancellationToken);

    /// <summary>The unique indexes of a collection, in the order of their names.</summary>
    public async Task<IReadOnlyList<UniqueIndex>> ReadAsync(TableName table, CancellationToken cancellationToken)
    {
        if (!(await collections.NamesAsync(cancellationToken)).Contains(table.Name)) return [];
        var specifications = await SpecificationsAsync(table, cancellationToken);
        var sizes = await SizesAsync(table, cancellationToken);
        var reads = await ReadsAsync(table, cancellationToken);
        var indexes = new List<UniqueIndex>();
        foreach (var specification in specifications)
        {
            var index = Read(table, specification);
            if (index is null) continue;
            indexes.Add(index with
            {
                SizeBytes = sizes?[index.Name] is { } size ? size.AsInt64() : null,
                Reads = reads.TryGetValue(index.Name, out var count) ? count : null,
                Warnings = IndexWarnings.Of(index, specifications),
            });
        }

        return [.. indexes.OrderBy(index => index.Name, StringComparer.Ordinal)];
    }

    /// <summary>Reads one specification of listIndexes.</summary>
    /// <returns>
    /// <see langword="null"/> where the index refuses nothing. One that is only prepared (<c>prepareUnique</c>) refuses new
    /// duplicates and promises nothing about those that are there: it is not valid yet.
    /// </returns>
    internal static UniqueIndex? Read(TableName table, BsonDocument specification)
    {
        var key = specification["key"]!.Value.AsDocument().Elements();
        var primary = key is [{ Name: "_id" }];
        var unique = primary || specification["unique"] is { IsTrue: true };
        if (!unique && specification["prepareUnique"] is not { IsTrue: true }) return null;
        var collation = specification["collation"] is { Type: BsonType.Document } found ? found.AsDocument() : null;
        return new UniqueIndex
        {
            Table = table,
            Name = specification["name"]!.Value.AsString(),
            Key = PartsOf(specification["key"]!.Value.AsDocument()),
            Primary = primary,
            Filter = specification["partialFilterExpression"] is { Type: BsonType.Document } filter ? ShellWriter.Document(filter.AsDocument()) : null,
            Nulls = specification["sparse"] is { IsTrue: true } ? NullHandling.Sparse : NullHandling.Value,
            Collation = collation is null ? null : ShellWriter.Document(collation),
            Valid = unique,
            Hidden = specification["hidden"] is { IsTrue: true },
        };
    }

    /// <summary>The parts of a key pattern.</summary>
    internal static IReadOnlyList<KeyPart> PartsOf(BsonDocument pattern) =>
        [.. pattern.Elements().Select(part => new KeyPart(part.Name, Descending: part.Type is BsonType.Int32 or BsonType.Int64 or BsonType.Double && IsNegative(part)))];

    private static bool IsNegative(BsonElement direction) =>
        direction.Type == BsonType.Double ? System.Buffers.Binary.BinaryPrimitives.ReadDoubleLittleEndian(direction.Value) < 0 : direction.AsInt64() < 0;

    // Both need rights that a reader may lack, and a server may not keep them: then they are not known.
    private async Task<BsonDocument?> SizesAsync(TableName table, CancellationToken cancellationToken)
    {
        try
        {
            var statistics = await session.ListAsync(Aggregation.Of(table, """[{"$collStats":{"storageStats":{}}}]"""), cancellationToken);
            return statistics is [var only] && only["storageStats"] is { Type: BsonType.Document } storage && storage.AsDocument()["indexSizes"] is { Type: BsonType.Document } sizes
                ? sizes.AsDocument() : null;
        }
        catch (TargetException)
        {
            return null;
        }
    }

    private async Task<Dictionary<string, long>> ReadsAsync(TableName table, CancellationToken cancellationToken)
    {
        var reads = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            await foreach (var index in session.QueryAsync(Aggregation.Of(table, """[{"$indexStats":{}}]"""), cancellationToken))
            {
                // A sharded cluster answers once for each shard.
                if (index["accesses"] is not { Type: BsonType.Document } accesses || accesses.AsDocument()["ops"] is not { } operations) continue;
                var name = index["name"]!.Value.AsString();
                reads[name] = reads.GetValueOrDefault(name) + operations.AsInt64();
            }
        }
        catch (TargetException)
        {
            reads.Clear();
        }

        return reads;
    }
}
