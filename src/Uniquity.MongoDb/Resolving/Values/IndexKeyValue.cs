using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Resolving.Values;

/// <summary>One part of a key that an index holds.</summary>
/// <param name="Value">The value; <see langword="null"/> where it is missing.</param>
/// <param name="Empty">Whether it stands for an array without elements, which is not the empty array inside another.</param>
internal readonly record struct IndexKeyValue(BsonElement? Value, bool Empty = false)
{
    /// <summary>What is the same for values that the index takes for the same.</summary>
    public string Text => Empty ? "empty" : ComparedValue.Of(Value);
}
