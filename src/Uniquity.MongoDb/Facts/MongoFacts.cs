using System.Buffers.Binary;
using System.Globalization;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.MongoDb.Facts;

/// <summary>Answers what causes ask of a MongoDB database: holders from the primary, evidence that a majority has.</summary>
internal sealed class MongoFacts(MongoSession session, FieldReader fields) : IFacts
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Column>> GetColumnsAsync(TableName table, CancellationToken cancellationToken) =>
        CheckedAsync(() => fields.ReadAsync(table, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<HolderFact> FindHolderAsync(UniqueIndex index, IReadOnlyList<KeyValue> key, CancellationToken cancellationToken) =>
        CheckedAsync(async () =>
        {
            var filter = new HolderFilter(index, key);
            var query = new Find(index.Table, filter.Plain) { Limit = 1, Collation = CollationText.Of(index) };
            var found = await session.ListAsync(query.Command, cancellationToken);

            // Under a collation only the server knows what is the same.
            if (found is [var other] && query.Collation is null && !filter.IsOf(other))
            {
                foreach (var question in filter.OfOneElement())
                {
                    var narrow = query with { Filter = question };
                    if (await session.ListAsync(narrow.Command, cancellationToken) is not [var one] || !filter.IsOf(one)) continue;
                    (found, query) = ([one], narrow);
                    break;
                }
            }

            return found is [var document] ? await HolderAsync(index, document, query, cancellationToken) : new HolderFact { Query = query.Show };
        });

    /// <inheritdoc/>
    public ValueTask<Fact<long>> CountAsync(TableName table, IReadOnlyList<Condition> where, long cap, CancellationToken cancellationToken) =>
        CheckedAsync(async () =>
        {
            var filter = Filters.All([.. where.Select(Filters.Of)]);
            var command = new BsonBuilder().Add("count", table.Name).Add("query", filter).Add("limit", cap).Build();
            var count = (await session.RunAsync(command, cancellationToken))["n"]!.Value.AsInt64();
            var show = string.Create(CultureInfo.InvariantCulture, $"{ShellWriter.Collection(table.Name)}.countDocuments({ShellWriter.Document(filter)}, {{ limit: {cap} }})");
            return new Fact<long>(count, show);
        });

    /// <inheritdoc/>
    public ValueTask<Fact<IReadOnlyList<Row>>> FindRowsAsync(TableName table, IReadOnlyList<Condition> where, int limit, CancellationToken cancellationToken) =>
        CheckedAsync(async () =>
        {
            var query = new Find(table, Filters.All([.. where.Select(Filters.Of)])) { Limit = limit };
            var documents = await session.ListAsync(query.Command, cancellationToken);
            return new Fact<IReadOnlyList<Row>>([.. documents.Select(DocumentRow.Of)], query.Show);
        });

    /// <inheritdoc/>
    public ValueTask<Fact<long>> EstimateRowsAsync(TableName table, CancellationToken cancellationToken) =>
        CheckedAsync(async () =>
        {
            var count = (await session.RunAsync(new BsonBuilder().Add("count", table.Name).Build(), cancellationToken))["n"]!.Value.AsInt64();
            return new Fact<long>(count, $"{ShellWriter.Collection(table.Name)}.estimatedDocumentCount()");
        });

    /// <inheritdoc/>
    public ValueTask<Fact<IReadOnlyList<string>>> SampleAsync(TableName table, KeyPart part, int size, CancellationToken cancellationToken) =>
        CheckedAsync(async () =>
        {
            var pipeline = BsonBuilder.Array([
                new BsonBuilder().Add("$sample", new BsonBuilder().Add("size", size).Build()).Build(),
                new BsonBuilder().Add("$project", new BsonBuilder().Add("_id", 0).Add("v", "$" + part.Part).Build()).Build()]);
            var values = new List<string>();
            await foreach (var document in session.QueryAsync(Aggregation.Of(table, pipeline), cancellationToken))
            {
                if (document["v"] is { IsNull: false } value) values.Add(PrintedValue.Of(value));
            }

            var show = string.Create(CultureInfo.InvariantCulture, $"{ShellWriter.Collection(table.Name)}.aggregate([{{ $sample: {{ size: {size} }} }}, {{ $project: {{ _id: 0, v: {ShellWriter.Quote("$" + part.Part)} }} }}])");
            return new Fact<IReadOnlyList<string>>(values, show);
        });

    /// <inheritdoc/>
    public ValueTask<Fact<bool>> EqualOnlyByFoldingAsync(UniqueIndex index, int part, string refused, string stored, CancellationToken cancellationToken) =>
        CheckedAsync(async () =>
        {
            // The server compares by the index's collation; without one, strings are equal only when their bytes are.
            if (refused == stored || CollationText.Of(index) is not { } collation) return new Fact<bool>(false, "");
            var query = new Find(index.Table, Filters.Equal(index.Key[part].Part, refused)) { Limit = 1, Collation = collation };
            var found = await session.ListAsync(query.Command, cancellationToken);
            return new Fact<bool>(found.Count > 0, query.Show);
        });

    private async Task<HolderFact> HolderAsync(UniqueIndex index, BsonDocument document, Find query, CancellationToken cancellationToken)
    {
        var (age, ageQuery) = await AgeAsync(document, cancellationToken);
        return new HolderFact
        {
            Row = DocumentRow.Of(document),
            StoredKey = [.. index.Key.Select(part => DocumentRow.Find(document, part.Part) is [{ IsNull: false } value, ..] ? PrintedValue.Of(value) : null)],
            Query = query.Show,
            Age = age,
            AgeQuery = ageQuery,
        };
    }

    // An ObjectId begins with the second in which some driver made it.
    private async Task<(TimeSpan? Age, string? Query)> AgeAsync(BsonDocument document, CancellationToken cancellationToken)
    {
        if (document["_id"] is not { Type: BsonType.ObjectId } id) return (null, null);
        var made = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(id.Value));
        var hello = await session.AdminAsync(BsonDocument.Parse("""{"hello":1}"""), cancellationToken);
        if (hello["localTime"] is not { Type: BsonType.DateTime } now) return (null, null);
        return (DateTimeOffset.FromUnixTimeMilliseconds(now.AsInt64()) - made, $"{ShellWriter.Value(id)}.getTimestamp()");
    }

    /// <summary>Asks; what cannot be read is not checked, and says why.</summary>
    private static async ValueTask<T> CheckedAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (TargetException fault)
        {
            throw new NotCheckedException(fault.Message, fault);
        }
    }
}
