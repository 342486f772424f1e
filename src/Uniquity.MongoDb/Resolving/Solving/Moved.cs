using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Resolving.Solving;

/// <summary>A document whose references move.</summary>
internal sealed record Moved(TableName Table, BsonElement Id, IReadOnlyList<MovedValue> Values, long Group);
