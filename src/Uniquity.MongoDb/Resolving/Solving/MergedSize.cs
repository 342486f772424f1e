using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Resolving.Applying;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Resolving.Solving;

/// <summary>Refuses, before anything is done, what the server would refuse for its size.</summary>
internal static class MergedSize
{
    // https://www.mongodb.com/docs/manual/reference/limits/#mongodb-limit-BSON-Document-Size
    private const int Largest = 16 * 1024 * 1024;

    /// <summary>The document after a merge.</summary>
    /// <exception cref="RefusedException">It would be too large, or cannot be written.</exception>
    public static BsonDocument Checked(TableName table, BsonDocument before, BsonDocument after)
    {
        var id = PrintedValue.Of(before["_id"]!.Value);
        if (after.Bytes.Length > Largest)
            throw new RefusedException($"The merge would make {table} {id} larger than the 16 MB of a document: name the fields to take (--merge FIELD=RULE), or leave its group out with --where.");

        // A document of this size is not replaced but changed field by field, and no update reaches a field of such a name.
        if (before.Bytes.Length > WriteCommands.LargestReplaced && Odd(before, after) is { } name)
            throw new RefusedException($"The merge would change the field '{name}' of {table} {id}, a document of {before.Bytes.Length / 1024 / 1024} MB, and MongoDB's updates reach no field with a dot or a dollar in its name: leave its group out with --where.");
        return after;
    }

    private static string? Odd(BsonDocument before, BsonDocument after)
    {
        foreach (var element in after)
        {
            if (element.Name.Length > 0 && !element.Name.StartsWith('$') && !element.Name.Contains('.', StringComparison.Ordinal)) continue;
            if (before[element.Name] is not { } was || was.Type != element.Type || !was.Value.SequenceEqual(element.Value)) return element.Name;
        }

        return null;
    }
}
