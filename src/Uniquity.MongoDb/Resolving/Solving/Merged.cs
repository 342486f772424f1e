using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Resolving.Solving;

/// <summary>A document that is merged: before and after.</summary>
internal sealed record Merged(BsonDocument Before, BsonDocument After, long Group);
