using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Catalogue;

/// <summary>The fields that documents of a collection have: collections have no columns, so a sample tells.</summary>
internal sealed class FieldReader(MongoSession session)
{
    /// <summary>How many documents are looked at: the newest, by <c>_id</c>.</summary>
    public const int SampleSize = 200;

    private const int Deepest = 4;
    private readonly Dictionary<string, IReadOnlyList<Column>> known = new(StringComparer.Ordinal);

    /// <summary>The paths of the sample, in the order in which they are met.</summary>
    public async Task<IReadOnlyList<Column>> ReadAsync(TableName table, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(table.Name, out var columns)) return columns;
        var types = new Dictionary<string, HashSet<BsonType>>(StringComparer.Ordinal);
        var paths = new List<string>();
        var command = new BsonBuilder().Add("find", table.Name).Add("filter", BsonDocument.Empty).Add("sort", BsonDocument.Parse("""{"_id":-1}""")).Add("limit", SampleSize).Build();
        await foreach (var document in session.QueryAsync(command, cancellationToken)) Collect(document, "", 1, types, paths);
        columns = [.. paths.Select(path => Column(path, types[path]))];
        return known[table.Name] = columns;
    }

    /// <summary>Whether any document has the path: asked only where the sample has none.</summary>
    public async Task<bool> ExistsAsync(TableName table, string path, CancellationToken cancellationToken)
    {
        var filter = new BsonBuilder().Add(path, BsonDocument.Parse("""{"$exists":true}""")).Build();
        var command = new BsonBuilder().Add("find", table.Name).Add("filter", filter).Add("projection", BsonDocument.Parse("""{"_id":1}""")).Add("limit", 1).Add("singleBatch", true).Build();
        return (await session.ListAsync(command, cancellationToken)).Count > 0;
    }

    private static void Collect(BsonDocument document, string prefix, int depth, Dictionary<string, HashSet<BsonType>> types, List<string> paths)
    {
        foreach (var element in document)
        {
            var path = prefix + element.Name;
            if (!types.TryGetValue(path, out var seen))
            {
                types[path] = seen = [];
                paths.Add(path);
            }

            seen.Add(element.Type);
            if (element.Type == BsonType.Document && depth < Deepest) Collect(element.AsDocument(), path + ".", depth + 1, types, paths);
        }
    }

    // Nothing generates a value but drivers, on the writer's side.
    private static Column Column(string path, HashSet<BsonType> types) =>
        new(path, string.Join(" or ", types.Where(type => type is not (BsonType.Null or BsonType.Undefined)).Select(Name).Order(StringComparer.Ordinal).DefaultIfEmpty("null")),
            IsText: types.Contains(BsonType.String), Nullable: path != "_id", Generator: null)
        {
            Primary = path == "_id",
        };

    /// <summary>The name of a type as <c>$type</c> takes it.</summary>
    public static string Name(BsonType type) => type switch
    {
        BsonType.Document => "object",
        BsonType.ObjectId => "objectId",
        BsonType.Boolean => "bool",
        BsonType.DateTime => "date",
        BsonType.Binary => "binData",
        BsonType.Int32 => "int",
        BsonType.Int64 => "long",
        BsonType.Decimal128 => "decimal",
        _ => char.ToLowerInvariant(type.ToString()[0]) + type.ToString()[1..],
    };
}
