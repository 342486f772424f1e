using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Resolving.Solving;

/// <summary>A document that goes.</summary>
/// <param name="Document">It, as it was read.</param>
/// <param name="Kept">The <c>_id</c> of the one that it gives way to.</param>
/// <param name="Group">The number of its group.</param>
/// <param name="Keys">Writes the key that they share as people do; several where it is an array. Asked only for the archive.</param>
internal sealed record Gone(BsonDocument Document, BsonElement Kept, long Group, Func<IReadOnlyList<string>> Keys)
{
    /// <summary>Its <c>_id</c>.</summary>
    public BsonElement Id => Document["_id"]!.Value;
}
