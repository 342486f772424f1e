using System.Text.Json;
using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;
using Uniquity.Targets;

namespace Uniquity.MongoDb.Statements;

/// <summary>The document that an update would have made: the one that its filter finds, changed as it says.</summary>
internal sealed class UpdatedDocument(MongoSession session)
{
    /// <summary>Makes it.</summary>
    /// <returns><see langword="null"/> where the statement is no plain update, finds nothing, or changes the key in a way that only the server works out.</returns>
    public async Task<JsonElement?> ReadAsync(TableName table, IReadOnlyList<KeyPart> key, string? text, CancellationToken cancellationToken)
    {
        if (MongoStatement.Read(text) is not { Operation: Diagnosing.WriteOperation.Update, Filter: { } filter, Change: { } change } || !IsPlain(change, key)) return null;
        try
        {
            var found = await session.ListAsync(new Find(table, filter) { Limit = 1 }.Command, cancellationToken);
            return found is [var document] ? DocumentRow.Of(Changed(document, change)).Fields : null;
        }
        catch (TargetException)
        {
            // A filter with values that only the program has is refused by the server.
            return null;
        }
    }

    private static BsonDocument Changed(BsonDocument document, BsonDocument change)
    {
        foreach (var operation in change)
        {
            if (operation.Name is not ("$set" or "$unset")) continue;
            foreach (var field in operation.AsDocument())
                document = DocumentPath.Set(document, field.Name, operation.Name == "$set" ? field : new BsonBuilder().AddNull("v").Build()["v"]!.Value);
        }

        return document;
    }

    // What else an update does ($inc, $push, places in arrays) may be anything, as long as the key is left alone.
    private static bool IsPlain(BsonDocument change, IReadOnlyList<KeyPart> key)
    {
        foreach (var operation in change)
        {
            if (operation is not { Name: ['$', ..], Type: BsonType.Document }) return false;
            var plain = operation.Name is "$set" or "$unset";
            foreach (var field in operation.AsDocument())
            {
                if (!plain && operation.Name != "$setOnInsert" && key.Any(part => Overlap(part.Part, field.Name))) return false;
                if (plain && field.Name.Split('.').Any(name => name.StartsWith('$') || name.All(char.IsAsciiDigit))) return false;
            }
        }

        return !change.IsEmpty;
    }

    private static bool Overlap(string one, string other) =>
        one == other || one.StartsWith(other + ".", StringComparison.Ordinal) || other.StartsWith(one + ".", StringComparison.Ordinal);
}
