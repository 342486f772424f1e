using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Catalogue;

/// <summary>What the definition of an index alone says that a person should know.</summary>
internal static class IndexWarnings
{
    public static IReadOnlyList<IndexWarning> Of(UniqueIndex index, IReadOnlyList<BsonDocument> all)
    {
        var warnings = new List<IndexWarning>();
        if (!index.Valid) warnings.Add(new IndexWarning("prepared", $"{index.Name} refuses new duplicates (prepareUnique) and is not unique yet: duplicates may be there; uniquity enforce makes it so"));
        if (index.Hidden) warnings.Add(new IndexWarning("UQ202", $"{index.Name} is hidden from reads and still refuses duplicates"));
        if (index.Nulls == NullHandling.Sparse && index.Key.Count == 1)
            warnings.Add(new IndexWarning("UQ204", $"{index.Name} leaves out documents without {index.Key[0].Part}, but an explicit null counts as a value"));
        if (index.Nulls == NullHandling.Sparse && index.Key.Count > 1)
            warnings.Add(new IndexWarning("UQ204", $"{index.Name} leaves out only documents that have none of its {index.Key.Count} fields; one that lacks some counts null for them"));
        if (index.Filter is null && all.FirstOrDefault(other => IsNarrower(other, index)) is { } narrower)
            warnings.Add(new IndexWarning("redundant", $"{narrower["name"]!.Value.AsString()} is unique over some of the same fields: {index.Name} can never refuse what it lets pass"));
        return warnings;
    }

    // A unique index over fewer of the fields, over all documents, with the same collation, refuses everything that this one does.
    private static bool IsNarrower(BsonDocument other, UniqueIndex index)
    {
        if (IndexReader.Read(index.Table, other) is not { Filter: null, Nulls: NullHandling.Value } narrower || narrower.Collation != index.Collation) return false;
        var parts = narrower.Key.Select(part => part.Part).ToHashSet(StringComparer.Ordinal);
        return parts.IsProperSubsetOf(index.Key.Select(part => part.Part));
    }
}
