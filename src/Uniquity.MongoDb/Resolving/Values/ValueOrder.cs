using System.Buffers.Binary;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Resolving.Values;

/// <summary>MongoDB's order of the values that people compare: numbers, texts, identifiers, booleans, dates, timestamps; by type first.</summary>
/// <remarks>https://www.mongodb.com/docs/manual/reference/bson-type-comparison-order/</remarks>
internal static class ValueOrder
{
    /// <summary>Whether values of this type have an order here.</summary>
    public static bool Knows(BsonElement value) => Rank(value) > 0;

    /// <summary>Compares two values that have an order.</summary>
    public static int Compare(BsonElement left, BsonElement right)
    {
        var byType = Rank(left).CompareTo(Rank(right));
        if (byType != 0) return byType;
        return left.Type switch
        {
            BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128 => Numbers(left, right),
            BsonType.String or BsonType.Symbol => left.Value[4..].SequenceCompareTo(right.Value[4..]),
            BsonType.DateTime => left.AsInt64().CompareTo(right.AsInt64()),
            BsonType.Timestamp => BinaryPrimitives.ReadUInt64LittleEndian(left.Value).CompareTo(BinaryPrimitives.ReadUInt64LittleEndian(right.Value)),
            _ => left.Value.SequenceCompareTo(right.Value),
        };
    }

    private static int Rank(BsonElement value) => value.Type switch
    {
        BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128 => 1,
        BsonType.String or BsonType.Symbol => 2,
        BsonType.ObjectId => 3,
        BsonType.Boolean => 4,
        BsonType.DateTime => 5,
        BsonType.Timestamp => 6,
        _ => 0,
    };

    // NaN is the smallest number.
    private static int Numbers(BsonElement left, BsonElement right) => (ExactNumber.Of(left), ExactNumber.Of(right)) switch
    {
        ({ } a, { } b) => a.Against(b),
        _ => Double(left).CompareTo(Double(right)),
    };

    private static double Double(BsonElement value) => value.Type switch
    {
        BsonType.Double => BinaryPrimitives.ReadDoubleLittleEndian(value.Value),
        BsonType.Decimal128 => ComparedValue.Of(value) switch { "nNaN" => double.NaN, "nInfinity" => double.PositiveInfinity, "n-Infinity" => double.NegativeInfinity, _ => 0 },
        _ => 0,
    };
}
