using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Resolving.Solving;

/// <summary>A value of a document that is another afterwards, and where: <c>userId</c>, <c>items.0.userId</c>.</summary>
internal sealed record MovedValue(string Path, BsonElement Before, BsonElement After);
