using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;
using Uniquity.Violations;

namespace Uniquity.MongoDb.Facts;

/// <summary>Words the question for the document that holds a key of an index.</summary>
/// <remarks>
/// Conditions on <c>a.b</c> and <c>a.c</c> are met by different elements of an array, and a key of the index is of one:
/// where a document does so, the elements are asked for with <c>$elemMatch</c>.
/// </remarks>
internal sealed class HolderFilter(UniqueIndex index, IReadOnlyList<KeyValue> key)
{
    /// <summary>The plain question.</summary>
    public BsonDocument Plain => All([.. index.Key.Select((part, i) => Condition(part.Part, i))]);

    /// <summary>The same for one element of an array that several parts go through, or for a document without that array; the innermost array first.</summary>
    public IEnumerable<BsonDocument> OfOneElement()
    {
        foreach (var array in Arrays())
        {
            var within = new BsonBuilder();
            var others = new List<BsonDocument>();
            var apart = new List<BsonDocument> { new BsonBuilder().Add(array + ".0", BsonDocument.Parse("""{"$exists":false}""")).Build() };
            for (var i = 0; i < index.Key.Count; i++)
            {
                if (Below(index.Key[i].Part, array) is { } rest)
                {
                    within.AddAll(Condition(rest, i));
                    apart.Insert(i - others.Count, Condition(index.Key[i].Part, i));
                }
                else others.Add(Condition(index.Key[i].Part, i));
            }

            var together = new BsonBuilder().Add(array, new BsonBuilder().Add("$elemMatch", within.Build()).Build()).Build();
            yield return All([.. others, new BsonBuilder().AddArray("$or", [Filters.All(apart), together]).Build()]);
        }
    }

    /// <summary>Whether the index holds one of these keys of a document.</summary>
    public bool IsOf(BsonDocument document) =>
        DocumentKeys.Has(document, [.. index.Key.Select((part, i) => (part.Part, key[i] is { IsNull: false, Value: { } value } ? Filters.Candidates(value, key[i].IsText) : []))]);

    private BsonDocument All(List<BsonDocument> conditions)
    {
        if (index.Filter is { } filter) conditions.Add(ShellReader.Document(filter));
        return Filters.All(conditions);
    }

    // Missing and null are one in an index, but a sparse one has only the nulls that are there.
    private BsonDocument Condition(string path, int part) =>
        key[part] is { IsNull: false, Value: { } value } ? Filters.Indexed(path, value, key[part].IsText)
        : index is { Nulls: NullHandling.Sparse, Key.Count: 1 } ? new BsonBuilder().Add(path, BsonDocument.Parse("""{"$type":10}""")).Build()
        : Filters.IsNull(path);

    private IEnumerable<string> Arrays() =>
        index.Key.SelectMany(part => Prefixes(part.Part)).GroupBy(prefix => prefix, StringComparer.Ordinal).Where(same => same.Skip(1).Any()).Select(same => same.Key).OrderByDescending(prefix => prefix.Length);

    private static IEnumerable<string> Prefixes(string path)
    {
        for (var dot = path.IndexOf('.', StringComparison.Ordinal); dot > 0; dot = path.IndexOf('.', dot + 1)) yield return path[..dot];
    }

    private static string? Below(string path, string array) => path.StartsWith(array + ".", StringComparison.Ordinal) ? path[(array.Length + 1)..] : null;
}
