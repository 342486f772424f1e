using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Resolving.Planning;

/// <summary>A policy as an order of documents: the one that stays comes first, and no two are equal.</summary>
internal static class PolicyOrder
{
    /// <summary>The order as the server sorts; completeness is counted here, over this order.</summary>
    public static BsonDocument Sort(KeepPolicy keep)
    {
        var sort = new BsonBuilder();
        if (keep.Field is { } field && field != "_id") sort.Add(field, Descends(keep) ? -1 : 1);
        return sort.Add("_id", keep.Kind == KeepKind.Last || (keep.Field == "_id" && Descends(keep)) ? -1 : 1).Build();
    }

    /// <summary>The same order over documents that the server has sorted.</summary>
    public static IReadOnlyList<BsonDocument> Ordered(KeepPolicy keep, IEnumerable<BsonDocument> sorted) =>
        keep.Kind == KeepKind.MostComplete ? [.. sorted.OrderByDescending(Filled)] : [.. sorted];

    /// <summary>The order of documents of another collection: by the policy's field where all have it, else by their <c>_id</c>.</summary>
    public static IReadOnlyList<BsonDocument> OfOthers(KeepPolicy keep, IReadOnlyList<BsonDocument> byId)
    {
        if (keep.Kind == KeepKind.Last) return [.. byId.Reverse()];
        if (keep.Kind == KeepKind.MostComplete) return Ordered(keep, byId);
        if (keep.Field is not { } field) return byId;
        var values = byId.Select(document => DocumentPath.Get(document, field)).ToList();
        if (values.Any(value => value is not { } some || !ValueOrder.Knows(some))) return byId;
        var by = byId.Zip(values, (document, value) => (document, value: value!.Value));
        var order = Comparer<BsonElement>.Create(ValueOrder.Compare);
        return [.. (Descends(keep) ? by.OrderByDescending(pair => pair.value, order) : by.OrderBy(pair => pair.value, order)).Select(pair => pair.document)];
    }

    /// <summary>The order in words.</summary>
    public static string Words(KeepPolicy keep) => keep.Kind switch
    {
        KeepKind.First => "the smallest _id first",
        KeepKind.Last => "the largest _id first",
        KeepKind.MostComplete => "the fewest nulls first, then the smallest _id",
        KeepKind.Newest or KeepKind.Largest => $"the {(keep.Kind == KeepKind.Newest ? "latest" : "largest")} {keep.Field} first, then the smallest _id",
        _ => $"the {(keep.Kind == KeepKind.Oldest ? "earliest" : "smallest")} {keep.Field} first, then the smallest _id",
    };

    private static bool Descends(KeepPolicy keep) => keep.Kind is KeepKind.Newest or KeepKind.Largest;

    // A missing field is a null; a document with more fields says more.
    private static int Filled(BsonDocument document) => document.Elements().Count(element => !element.IsNull);
}
