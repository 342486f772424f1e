using System.Globalization;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Checking;

/// <summary>Takes a filter document apart into conditions that read the same where they mean the same.</summary>
/// <remarks>The order of fields and of the members of <c>$and</c>, <c>$or</c>, <c>$in</c> and <c>$type</c> is nothing, nor are the types of whole numbers.</remarks>
internal static class FilterForm
{
    private static readonly Dictionary<long, string> TypeNames = new()
    {
        [1] = "double",
        [2] = "string",
        [3] = "object",
        [4] = "array",
        [5] = "binData",
        [6] = "undefined",
        [7] = "objectId",
        [8] = "bool",
        [9] = "date",
        [10] = "null",
        [11] = "regex",
        [12] = "dbPointer",
        [13] = "javascript",
        [14] = "symbol",
        [15] = "javascriptWithScope",
        [16] = "int",
        [17] = "timestamp",
        [18] = "long",
        [19] = "decimal",
        [-1] = "minKey",
        [127] = "maxKey",
    };

    /// <summary>The conditions that the filter joins by AND, sorted; none where every document passes.</summary>
    public static IReadOnlyList<string> Of(BsonDocument filter) => [.. Conditions(filter).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Whether two filters mean the same, as far as can be seen.</summary>
    public static bool Same(BsonDocument? one, BsonDocument? other) =>
        Of(one ?? BsonDocument.Empty).SequenceEqual(Of(other ?? BsonDocument.Empty), StringComparer.Ordinal);

    private static IEnumerable<string> Conditions(BsonDocument filter) => filter.Elements().SelectMany(Conditions);

    private static IEnumerable<string> Conditions(BsonElement part)
    {
        if (part is { Name: "$and", Type: BsonType.Array }) return Members(part).SelectMany(Conditions);
        if (part is { Name: "$or", Type: BsonType.Array } && Members(part) is [var only]) return Conditions(only);
        if (part.Name.StartsWith('$')) return [$"{part.Name}: {Members(part, member => $"({string.Join(" and ", Of(member))})")}"];
        return Operators(part) is { } operators
            ? operators.Select(operation => $"{ShellWriter.Quote(part.Name)} {operation.Name} {Operand(operation)}")
            : [$"{ShellWriter.Quote(part.Name)} $eq {Value(part)}"];
    }

    private static IReadOnlyList<BsonElement>? Operators(BsonElement part) =>
        part.Type == BsonType.Document && part.AsDocument().Elements() is [{ Name: ['$', ..] }, ..] operators ? operators : null;

    private static string Operand(BsonElement operation) => operation.Name switch
    {
        "$exists" => operation.IsTrue ? "true" : "false",
        "$type" => operation.Type == BsonType.Array ? Sorted(operation.AsDocument().Elements().Select(TypeName)) : Sorted([TypeName(operation)]),
        "$in" or "$nin" when operation.Type == BsonType.Array => Sorted(operation.AsDocument().Elements().Select(Value)),
        _ => Value(operation),
    };

    private static string TypeName(BsonElement type) =>
        type.Type == BsonType.String ? type.AsString() : TypeNames.GetValueOrDefault(type.AsInt64(), Value(type));

    private static string Sorted(IEnumerable<string> members) => $"[{string.Join(", ", members.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}]";

    // 1, 1.0 and NumberLong('1') are one number to the server.
    private static string Value(BsonElement value) => value.Type switch
    {
        BsonType.Int32 or BsonType.Int64 => value.AsInt64().ToString(CultureInfo.InvariantCulture),
        BsonType.Double when double.IsInteger(BitConverter.ToDouble(value.Value)) && Math.Abs(BitConverter.ToDouble(value.Value)) < 1e15 => value.AsInt64().ToString(CultureInfo.InvariantCulture),
        BsonType.Undefined => "null",
        _ => ShellWriter.Value(value),
    };

    private static IReadOnlyList<BsonDocument> Members(BsonElement list) =>
        [.. list.AsDocument().Elements().Where(member => member.Type == BsonType.Document).Select(member => member.AsDocument())];

    private static string Members(BsonElement list, Func<BsonDocument, string> word) =>
        list.Type == BsonType.Array ? Sorted(Members(list).Select(word)) : Value(list);
}
