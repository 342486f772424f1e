using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;
using Uniquity.MongoDb.Statements;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>Refuses filters that no index can have, with one that means the same and can.</summary>
/// <remarks>https://www.mongodb.com/docs/manual/core/index-partial/</remarks>
internal static class FilterCheck
{
    private static readonly MongoStatements Statements = new();

    /// <summary>Checks.</summary>
    /// <exception cref="RefusedException">It uses what a partial index does not know.</exception>
    public static void Check(BsonDocument filter)
    {
        foreach (var part in filter) Check(part);
    }

    private static void Check(BsonElement part)
    {
        if (part.Name is "$and" or "$or")
        {
            if (part.Type != BsonType.Array) return;
            foreach (var member in part.AsDocument())
            {
                if (member.Type == BsonType.Document) Check(member.AsDocument());
            }
        }
        else if (part.Name.StartsWith('$'))
        {
            throw Refused(part.Name, "keep the outcome in a field of its own, and filter by that");
        }
        else if (part.Type == BsonType.Regex)
        {
            throw Refused("regular expressions", Outcome(part.Name));
        }
        else if (part.Type == BsonType.Document)
        {
            foreach (var operation in part.AsDocument())
            {
                if (operation.Name.StartsWith('$') && Instead(part.Name, operation) is { } instead) throw Refused(operation.Name == "$exists" ? "$exists: false" : operation.Name, instead);
            }
        }
    }

    // Null where the index takes it.
    private static string? Instead(string field, BsonElement operation) => operation.Name switch
    {
        "$eq" or "$gt" or "$gte" or "$lt" or "$lte" or "$in" or "$type" or "$geoWithin" or "$geoIntersects" => null,
        "$exists" => operation.IsTrue ? null : $"{CallText.Where($"{{ {CallText.Field(field)}: null }}")} takes the documents that lack {field} or have null there",
        "$ne" when operation.IsNull => $"{CallText.Where(Statements.IsNotNull(new KeyPart(field)))}",
        "$ne" when operation.Type == BsonType.Boolean => $"{CallText.Where($"{{ {CallText.Field(field)}: {(operation.IsTrue ? "false" : "true")} }}")}, where every document has the field; else {{ {CallText.Field(field)}: null }} takes those that lack it",
        "$ne" => $"{CallText.Where($"{{ $or: [{{ {CallText.Field(field)}: {{ $lt: {ShellWriter.Value(operation)} }} }}, {{ {CallText.Field(field)}: {{ $gt: {ShellWriter.Value(operation)} }} }}, {{ {CallText.Field(field)}: null }}] }}")}, or name the values that count: {{ {CallText.Field(field)}: {{ $in: […] }} }}",
        "$nin" => $"name the values that count: {CallText.Where($"{{ {CallText.Field(field)}: {{ $in: […] }} }}")}",
        _ => Outcome(field),
    };

    private static string Outcome(string field) => $"keep the outcome for {field} in a field of its own, and filter by that";

    private static RefusedException Refused(string what, string instead) =>
        new($"An index of MongoDB filters by equality, $gt, $gte, $lt, $lte, $in, $type, $exists: true, $and and $or, not by {what}: {instead}");
}
