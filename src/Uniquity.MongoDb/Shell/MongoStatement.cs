using System.Text.RegularExpressions;
using Uniquity.Diagnosing;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Values;

namespace Uniquity.MongoDb.Shell;

/// <summary>A write as a person typed it for mongosh or a driver, or as a command: <c>db.users.updateOne({ … }, { … }, { upsert: true })</c>.</summary>
internal sealed partial record MongoStatement(WriteOperation Operation, string? Collection)
{
    /// <summary>The documents of an insert, or the replacement.</summary>
    public IReadOnlyList<BsonDocument> Documents { get; init; } = [];

    /// <summary>The filter of an update.</summary>
    public BsonDocument? Filter { get; init; }

    /// <summary>The update or replacement.</summary>
    public BsonDocument? Change { get; init; }

    /// <summary>Whether it inserts where nothing matches.</summary>
    public bool Upsert { get; init; }

    /// <summary>The key of an index build.</summary>
    public BsonDocument? Key { get; init; }

    /// <summary>The options of an index build.</summary>
    public BsonDocument? Options { get; init; }

    /// <summary>Reads one.</summary>
    /// <returns><see langword="null"/> where the text is no write that is known, or cannot be read.</returns>
    public static MongoStatement? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        try
        {
            return text.TrimStart().StartsWith('{') ? OfCommand(ShellReader.Document(text)) : OfCall(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The document that would have been stored: an insert's, a replacement, or what an upsert builds from filter and change.</summary>
    public BsonDocument? Refused => Documents is [var only] ? only : Upsert ? Upserted() : null;

    private static MongoStatement? OfCall(string text)
    {
        var call = Call().Match(text);
        if (!call.Success) return null;
        var collection = call.Groups["quoted"].Success ? call.Groups["quoted"].Value : call.Groups["plain"].Value;
        var open = call.Index + call.Length;
        var close = text.LastIndexOf(')');
        if (close < open) return null;
        var arguments = ShellReader.Document($"{{ a: [{text[open..close]}] }}")["a"]!.Value.AsDocument().Elements();
        return Of(call.Groups["method"].Value, collection, [.. arguments.Where(argument => argument.Type is BsonType.Document or BsonType.Array).Select(argument => argument.AsDocument())]);
    }

    private static MongoStatement? Of(string method, string collection, IReadOnlyList<BsonDocument> arguments)
    {
        var first = arguments.Count > 0 ? arguments[0] : null;
        var options = arguments.Count > 2 ? arguments[2] : null;
        return method switch
        {
            "insertMany" => new MongoStatement(WriteOperation.Bulk, collection) { Documents = Items(first) },
            "insertOne" or "insert" or "save" => new MongoStatement(WriteOperation.Insert, collection) { Documents = first is null ? [] : [first] },
            "replaceOne" or "findOneAndReplace" => Changing(WriteOperation.Replace, collection, first, arguments, options),
            "updateOne" or "updateMany" or "update" or "findOneAndUpdate" => Changing(WriteOperation.Update, collection, first, arguments, options),
            "findAndModify" when first is not null => Changing(WriteOperation.Update, collection, Inner(first, "query"), [first, Inner(first, "update") ?? BsonDocument.Empty], first),
            "createIndex" or "ensureIndex" => new MongoStatement(WriteOperation.IndexBuild, collection) { Key = first, Options = arguments.Count > 1 ? arguments[1] : null },
            "bulkWrite" => new MongoStatement(WriteOperation.Bulk, collection),
            _ => null,
        };
    }

    private static MongoStatement Changing(WriteOperation operation, string collection, BsonDocument? filter, IReadOnlyList<BsonDocument> arguments, BsonDocument? options)
    {
        var upsert = options?["upsert"] is { IsTrue: true };
        var change = arguments.Count > 1 ? arguments[1] : null;
        return new MongoStatement(upsert && operation == WriteOperation.Update ? WriteOperation.Upsert : operation, collection)
        {
            Filter = filter,
            Change = change,
            Upsert = upsert,
            Documents = operation == WriteOperation.Replace && change is not null ? [change] : [],
        };
    }

    // { insert: 'users', documents: [ … ] }, { update: 'users', updates: [ { q, u, upsert } ] }, { createIndexes: … }
    private static MongoStatement? OfCommand(BsonDocument command)
    {
        if (command["insert"] is { Type: BsonType.String } into)
        {
            var documents = Items(Inner(command, "documents"));
            return new MongoStatement(documents.Count > 1 ? WriteOperation.Bulk : WriteOperation.Insert, into.AsString()) { Documents = documents };
        }

        if (command["update"] is { Type: BsonType.String } table && Items(Inner(command, "updates")) is [var update, ..])
            return Changing(WriteOperation.Update, table.AsString(), Inner(update, "q"), [update, Inner(update, "u") ?? BsonDocument.Empty], update);
        if (command["findAndModify"] is { Type: BsonType.String } found)
            return Changing(WriteOperation.Update, found.AsString(), Inner(command, "query"), [command, Inner(command, "update") ?? BsonDocument.Empty], command);
        if (command["createIndexes"] is { Type: BsonType.String } built && Items(Inner(command, "indexes")) is [var index, ..])
            return new MongoStatement(WriteOperation.IndexBuild, built.AsString()) { Key = Inner(index, "key"), Options = index };
        return null;
    }

    private BsonDocument Upserted()
    {
        var document = BsonDocument.Empty;
        foreach (var element in Filter ?? BsonDocument.Empty)
        {
            if (!element.Name.StartsWith('$') && !(element.Type == BsonType.Document && element.AsDocument().Elements() is [{ Name: ['$', ..] }, ..])) document = DocumentPath.Set(document, element.Name, element);
        }

        foreach (var part in Change ?? BsonDocument.Empty)
        {
            if (part.Name is not ("$set" or "$setOnInsert")) continue;
            foreach (var element in part.AsDocument()) document = DocumentPath.Set(document, element.Name, element);
        }

        return document;
    }

    private static BsonDocument? Inner(BsonDocument document, string name) =>
        document[name] is { Type: BsonType.Document or BsonType.Array } inner ? inner.AsDocument() : null;

    private static IReadOnlyList<BsonDocument> Items(BsonDocument? array) =>
        array is null ? [] : [.. array.Elements().Where(item => item.Type == BsonType.Document).Select(item => item.AsDocument())];

    [GeneratedRegex("""^\s*(?:await\s+|return\s+)?(?:db\s*\.\s*)?(?:(?:getCollection|collection)\(\s*['"](?<quoted>[^'"]+)['"]\s*\)|\[\s*['"](?<quoted>[^'"]+)['"]\s*\]|(?<plain>[\w.-]+))\s*\.\s*(?<method>\w+)\s*\(""", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Call();
}
