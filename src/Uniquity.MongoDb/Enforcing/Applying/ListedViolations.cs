using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Facts;

namespace Uniquity.MongoDb.Enforcing.Applying;

/// <summary>Reads what the server lists when an index cannot become unique (359): <c>violations: [{ ids: [1, 2] }]</c>.</summary>
/// <remarks>https://www.mongodb.com/docs/manual/core/index-unique/convert-to-unique/. mongod stops the list at some megabytes.</remarks>
internal static class ListedViolations
{
    /// <summary>The ids of the documents that share a key, a line for each key.</summary>
    public static IReadOnlyList<string> Of(BsonDocument? reply)
    {
        var lines = new List<string>();
        if (reply?["violations"] is not { Type: BsonType.Array } violations) return lines;
        foreach (var violation in violations.AsDocument())
        {
            if (violation.Type != BsonType.Document || violation.AsDocument()["ids"] is not { Type: BsonType.Array } ids) continue;
            lines.Add(string.Join(", ", ids.AsDocument().Elements().Select(PrintedValue.Of)));
        }

        return lines;
    }
}
