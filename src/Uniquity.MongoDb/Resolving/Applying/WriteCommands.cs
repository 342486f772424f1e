using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Resolving.Solving;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Resolving.Applying;

/// <summary>Words changes as commands: each is made only where the document is still as it was read.</summary>
internal static class WriteCommands
{
    private const int MostStatements = 1000;
    private const int MostDocuments = 5000;
    private const int MostBytes = 8 * 1024 * 1024;

    // Comparing some documents with some costs the server less than a statement for each, and more than a few dozen cost more again.
    private const int Together = 25;
    private const int TogetherBytes = 512 * 1024;

    // The condition and the new document are one statement, which ends at 16 MB.
    internal const int LargestReplaced = 7 * 1024 * 1024;

    /// <summary>Inserts documents.</summary>
    public static IEnumerable<ExpectedWrite> Insert(string collection, IEnumerable<BsonDocument> documents, bool ordered = true) =>
        Cut(documents, MostDocuments, MostBytes, document => document.Bytes.Length).Select(some => new ExpectedWrite(
            new BsonBuilder().Add("insert", collection).AddArray("documents", some).Add("ordered", ordered).Build(), some.Count));

    /// <summary>Runs updates, each of one document.</summary>
    public static IEnumerable<ExpectedWrite> Update(string collection, IEnumerable<BsonDocument> statements) =>
        Statements("update", "updates", collection, statements.Select(statement => (statement, 1L)));

    /// <summary>Deletes documents that are as they were read.</summary>
    public static IEnumerable<ExpectedWrite> Delete(string collection, IEnumerable<BsonDocument> documents) =>
        Statements("delete", "deletes", collection, Chunks(documents).Select(some => (new BsonBuilder().Add("q", Same(some)).Add("limit", 0).Build(), (long)some.Count)));

    /// <summary>Makes sure that documents are as they were read, and changes nothing.</summary>
    public static IEnumerable<ExpectedWrite> Hold(string collection, IEnumerable<BsonDocument> documents)
    {
        var nothing = BsonDocument.Parse("""{"$unset":{"uniquity#held":""}}""");
        return Statements("update", "updates", collection, Chunks(documents).Select(some => (new BsonBuilder().Add("q", Same(some)).Add("u", nothing).Add("multi", true).Build(), (long)some.Count)));
    }

    /// <summary>Puts documents in the place of others.</summary>
    public static IEnumerable<ExpectedWrite> Replace(string collection, IEnumerable<(BsonDocument Before, BsonDocument After)> documents) =>
        Statements("update", "updates", collection, documents.Select(pair => (Replacement(pair.Before, pair.After), 1L)));

    /// <summary>Sets values of documents.</summary>
    public static IEnumerable<ExpectedWrite> Move(string collection, IEnumerable<(BsonElement Id, IReadOnlyList<MovedValue> Values)> documents) =>
        Statements("update", "updates", collection, documents.Select(moved =>
        {
            var conditions = moved.Values.Select(value => Filters.Equal(value.Path, value.Before)).Prepend(new BsonBuilder().Add("_id", moved.Id).Build());
            var set = moved.Values.Aggregate(new BsonBuilder(), (all, value) => all.Add(value.Path, value.After)).Build();
            return (new BsonBuilder().Add("q", Filters.All([.. conditions])).Add("u", new BsonBuilder().Add("$set", set).Build()).Build(), 1L);
        }));

    private static BsonDocument Replacement(BsonDocument before, BsonDocument after)
    {
        if (before.Bytes.Length + after.Bytes.Length <= 2 * LargestReplaced && before.Bytes.Length <= LargestReplaced)
        {
            var statement = new BsonBuilder().Add("q", Same([before]));

            // A name like an operator is refused in a document that replaces another, and taken from a pipeline. That keeps the _id by itself; DocumentDB writes a second one.
            if (!after.Elements().Any(element => element.NameBytes is [(byte)'$', ..])) return statement.Add("u", after).Build();
            var fields = after.Elements().Where(element => element.Name != "_id").Aggregate(new BsonBuilder(), (all, element) => all.Add(element.Name, element)).Build();
            return statement.AddArray("u", [new BsonBuilder().Add("$replaceWith", new BsonBuilder().Add("$literal", fields).Build()).Build()]).Build();
        }

        var (q, set, unset) = (new BsonBuilder().Add("_id", before["_id"]!.Value), new BsonBuilder(), new BsonBuilder());
        foreach (var element in after)
        {
            var was = before[element.Name];
            if (was is { } same && same.Type == element.Type && same.Value.SequenceEqual(element.Value)) continue;
            q = was is { } old ? q.AddAll(Filters.Equal(element.Name, old)) : q.Add(element.Name, BsonDocument.Parse("""{"$exists":false}"""));
            set.Add(element.Name, element);
        }

        foreach (var element in before)
        {
            if (after[element.Name] is not null) continue;
            q = q.AddAll(Filters.Equal(element.Name, element));
            unset.Add(element.Name, "");
        }

        var (sets, unsets) = (set.Build(), unset.Build());
        var update = new BsonBuilder();
        if (!sets.IsEmpty) update.Add("$set", sets);
        if (!unsets.IsEmpty) update.Add("$unset", unsets);
        return new BsonBuilder().Add("q", q.Build()).Add("u", update.Build()).Build();
    }

    private static IEnumerable<IReadOnlyList<BsonDocument>> Chunks(IEnumerable<BsonDocument> documents) => Cut(documents, Together, TogetherBytes, document => document.Bytes.Length);

    /// <summary>Documents that are still as they were read, in every field and in the order of the fields.</summary>
    private static BsonDocument Same(IReadOnlyList<BsonDocument> documents)
    {
        var ids = BsonBuilder.ArrayOf(documents.Select(document => document["_id"]!.Value));
        var literal = new BsonBuilder().AddArray("$literal", BsonBuilder.Array(documents)).Build();
        var among = new BsonBuilder().AddArray("$in", new BsonBuilder().Add("0", "$$ROOT").Add("1", literal).Build()).Build();
        return new BsonBuilder().Add("_id", new BsonBuilder().AddArray("$in", ids).Build()).Add("$expr", among).Build();
    }

    private static IEnumerable<ExpectedWrite> Statements(string verb, string list, string collection, IEnumerable<(BsonDocument Statement, long Expected)> statements) =>
        Cut(statements, MostStatements, MostBytes, pair => pair.Statement.Bytes.Length).Select(some => new ExpectedWrite(
            new BsonBuilder().Add(verb, collection).AddArray(list, some.Select(pair => pair.Statement)).Add("ordered", false).Build(), some.Sum(pair => pair.Expected)));

    private static IEnumerable<IReadOnlyList<T>> Cut<T>(IEnumerable<T> items, int most, int mostBytes, Func<T, int> bytesOf)
    {
        var some = new List<T>();
        var bytes = 0;
        foreach (var item in items)
        {
            var size = bytesOf(item);
            if (some.Count > 0 && (some.Count == most || bytes + size > mostBytes))
            {
                yield return some;
                (some, bytes) = ([], 0);
            }

            some.Add(item);
            bytes += size;
        }

        if (some.Count > 0) yield return some;
    }
}
