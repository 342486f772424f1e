using System.Text.Json;
using Uniquity.Indexes;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Loading;

/// <summary>A unique index of the collection, as a load looks for the document that holds a key.</summary>
internal sealed class LoadIndex(UniqueIndex index)
{
    private readonly BsonDocument? filter = index.Filter is { } text ? ShellReader.Document(text) : null;

    /// <summary>The index.</summary>
    public UniqueIndex Index => index;

    /// <summary>The collation to compare by.</summary>
    public BsonDocument? Collation { get; } = CollationText.Of(index);

    /// <summary>The only part of its key, where equal values are equal by themselves; <see langword="null"/> where there are several, or a collation compares.</summary>
    public string? PlainPath => Collation is null && index.Key is [var only] ? only.Part : null;

    /// <summary>Whether the document has one value in <see cref="PlainPath"/>, which a list of values takes for what it is.</summary>
    public bool IsPlain(BsonDocument document) =>
        DocumentPath.Find(document, PlainPath!) is [{ IsNull: false, Type: not (BsonType.Array or BsonType.Regex or BsonType.Undefined) } value] && !IsOperator(value);

    /// <summary>Finds the documents that hold the keys of others, of which each <see cref="IsPlain"/>.</summary>
    /// <param name="documents">The others.</param>
    /// <param name="whole">Whether the documents are wanted whole; else their keys.</param>
    public BsonDocument FindAll(IReadOnlyList<BsonDocument> documents, bool whole)
    {
        var among = new BsonBuilder().Add(PlainPath!, new BsonBuilder().AddArray("$in", BsonBuilder.ArrayOf(documents.Select(document => DocumentPath.Find(document, PlainPath!)[0]))).Build()).Build();
        var find = new BsonBuilder().Add("find", index.Table.Name).Add("filter", filter is null ? among : Filters.All([among, filter]));
        return (whole ? find : find.Add("projection", new BsonBuilder().Add(PlainPath!, 1).Build())).Build();
    }

    /// <summary>Whether a part of the document's key is an array: then several documents may hold it.</summary>
    public bool IsMultiple(BsonDocument document) => index.Key.Any(part => DocumentPath.Find(document, part.Part) is var values && (values.Count > 1 || values is [{ Type: BsonType.Array }]));

    /// <summary>What the holder of the document's key passes.</summary>
    public BsonDocument Holder(BsonDocument document)
    {
        var conditions = index.Key.Select(part => Condition(part.Part, DocumentPath.Find(document, part.Part))).ToList();
        if (filter is not null) conditions.Add(filter);
        return conditions is [var only] ? only : Filters.All([.. conditions]);
    }

    /// <summary>The document that holds the key of another.</summary>
    public async Task<BsonDocument?> FindAsync(MongoSession session, BsonDocument document, CancellationToken cancellation)
    {
        var find = new BsonBuilder().Add("find", index.Table.Name).Add("filter", Holder(document)).Add("limit", 1);
        if (Collation is not null) find.Add("collation", Collation);
        return (await session.ListAsync(find.Build(), cancellation)).FirstOrDefault();
    }

    /// <summary>A document for a file of rejects.</summary>
    public static JsonElement Shown(BsonDocument document)
    {
        using var parsed = JsonDocument.Parse(document.ToRelaxedJson(), new JsonDocumentOptions { MaxDepth = 512 });
        return parsed.RootElement.Clone();
    }

    /// <summary>Whether a filter would take a value for an operator, as <c>{ $gt: 1 }</c>.</summary>
    public static bool IsOperator(BsonElement value) => value.Type == BsonType.Document && value.AsDocument().Elements() is [var first, ..] && first.NameBytes is [(byte)'$', ..];

    private BsonDocument Condition(string path, IReadOnlyList<BsonElement> values)
    {
        var elements = values.SelectMany(value => value.Type == BsonType.Array && !value.AsDocument().IsEmpty ? value.AsDocument().Elements() : [value]).ToList();
        if (elements.Count > 1 && elements.Exists(element => element.Type == BsonType.Regex || IsOperator(element))) return new BsonBuilder().AddArray("$or", elements.Select(element => Filters.Equal(path, element))).Build();
        if (elements.Count > 1) return new BsonBuilder().Add(path, new BsonBuilder().AddArray("$in", BsonBuilder.ArrayOf(elements)).Build()).Build();
        if (elements is [{ IsNull: false } value]) return Filters.Equal(path, value);

        // A sparse index holds a null, and not what is missing.
        var isNull = new BsonBuilder().AddNull("$eq");
        if (index.Nulls == NullHandling.Sparse && index.Key.Count == 1) isNull.Add("$exists", true);
        return new BsonBuilder().Add(path, isNull.Build()).Build();
    }
}
