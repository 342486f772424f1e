using System.Globalization;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Resolving.Solving;

/// <summary>Makes of the documents of a group the one that stays, as the rules say.</summary>
/// <param name="request">The request.</param>
internal sealed class Merger(ResolveRequest request)
{
    private readonly IReadOnlyList<MergeRule> named = [.. request.Merge.Where(rule => rule.Field is not null).GroupBy(rule => rule.Field!, StringComparer.Ordinal).Select(rules => rules.Last())];
    private readonly bool fills = request.Merge.Any(rule => rule is { Field: null, Kind: MergeKind.Fill });

    /// <summary>Whether any field is merged.</summary>
    public bool Any => fills || named.Any(rule => rule.Kind != MergeKind.Keep);

    /// <summary>The document that stays, after; the same where nothing changes.</summary>
    /// <param name="documents">The group in the order of the policy: the first stays.</param>
    /// <exception cref="RefusedException">A field cannot be merged by its rule.</exception>
    public BsonDocument Merge(IReadOnlyList<BsonDocument> documents)
    {
        var result = documents[0];
        if (fills) result = Fill(result, documents);
        foreach (var rule in named)
        {
            var values = documents.Select(document => DocumentPath.Get(document, rule.Field!)).Where(value => value is { IsNull: false }).Select(value => value!.Value).ToList();
            if (values.Count == 0 || Value(rule, values) is not { } merged) continue;
            var before = DocumentPath.Get(documents[0], rule.Field!);
            if (before is { } same && same.Type == merged.Type && same.Value.SequenceEqual(merged.Value)) continue;
            if (Blocked(result, rule.Field!)) throw new RefusedException($"--merge {rule}: a part of {rule.Field} is no document in {request.Table} {Facts.PrintedValue.Of(documents[0]["_id"]!.Value)}, which stays: leave it out.");
            result = DocumentPath.Set(result, rule.Field!, merged);
        }

        return result;
    }

    private BsonDocument Fill(BsonDocument result, IReadOnlyList<BsonDocument> documents)
    {
        foreach (var other in documents.Skip(1))
        {
            foreach (var element in other)
            {
                var name = element.Name;
                if (element.IsNull || name == "_id" || result[name] is { IsNull: false } || Reserved(name)) continue;
                result = name.Contains('.', StringComparison.Ordinal) ? result : DocumentPath.Set(result, name, element);
            }
        }

        return result;
    }

    // A field with a rule of its own, or of the key.
    private bool Reserved(string name) =>
        named.Any(rule => rule.Field == name || rule.Field!.StartsWith(name + ".", StringComparison.Ordinal))
        || request.Key.Any(part => part.Part == name || part.Part.StartsWith(name + ".", StringComparison.Ordinal));

    private static BsonElement? Value(MergeRule rule, List<BsonElement> values) => rule.Kind switch
    {
        MergeKind.Keep => null,
        MergeKind.Fill => values[0],
        MergeKind.Max => Ordered(rule, values).Aggregate((best, value) => ValueOrder.Compare(value, best) > 0 ? value : best),
        MergeKind.Min => Ordered(rule, values).Aggregate((best, value) => ValueOrder.Compare(value, best) < 0 ? value : best),
        MergeKind.Sum => Sum(rule, values),
        MergeKind.Union => Union(rule, values),
        _ => Longest(rule, values),
    };

    private static List<BsonElement> Ordered(MergeRule rule, List<BsonElement> values) =>
        values.All(ValueOrder.Knows) ? values : throw Wrong(rule, values.First(value => !ValueOrder.Knows(value)), "which has no order that means anything");

    private static BsonElement Longest(MergeRule rule, List<BsonElement> values)
    {
        foreach (var other in values.Where(value => value.Type != BsonType.String)) throw Wrong(rule, other, "which is no text");
        return values.Aggregate((best, value) => Length(value) > Length(best) ? value : best);
        static int Length(BsonElement value) => new StringInfo(value.AsString()).LengthInTextElements;
    }

    /// <summary>Each element once, in the order in which they are met; a value that is no array counts as an array of it.</summary>
    private static BsonElement Union(MergeRule rule, List<BsonElement> values)
    {
        if (values.All(value => value.Type != BsonType.Array)) throw Wrong(rule, values[0], "and in none of the group an array");
        if (values[0].Type == BsonType.Array && values.Count == 1) return values[0];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var own = values[0].Type == BsonType.Array ? values[0].AsDocument().Elements() : [values[0]];

        // What the array that stays holds twice, it goes on to hold twice.
        var union = new List<BsonElement>(own);
        foreach (var element in own) seen.Add(ComparedValue.Of(element));
        foreach (var value in values.Skip(1))
        {
            foreach (var element in value.Type == BsonType.Array ? value.AsDocument().Elements() : [value])
            {
                if (seen.Add(ComparedValue.Of(element))) union.Add(element);
            }
        }

        return new BsonBuilder().AddArray("v", BsonBuilder.ArrayOf(union)).Build()["v"]!.Value;
    }

    private static BsonElement Sum(MergeRule rule, List<BsonElement> values)
    {
        foreach (var other in values.Where(value => value.Type is not (BsonType.Int32 or BsonType.Int64 or BsonType.Double or BsonType.Decimal128))) throw Wrong(rule, other, "which is no number");
        if (values.Count == 1) return values[0];
        if (values.Any(value => value.Type == BsonType.Decimal128)) return DecimalSum(rule, values);
        if (values.Any(value => value.Type == BsonType.Double)) return new BsonBuilder().Add("v", values.Sum(Double)).Build()["v"]!.Value;
        try
        {
            var sum = values.Aggregate(0L, (all, value) => checked(all + value.AsInt64()));
            var narrow = values.All(value => value.Type == BsonType.Int32) && sum is >= int.MinValue and <= int.MaxValue;
            return (narrow ? new BsonBuilder().Add("v", (int)sum) : new BsonBuilder().Add("v", sum)).Build()["v"]!.Value;
        }
        catch (OverflowException overflow)
        {
            throw new RefusedException($"--merge {rule} cannot be computed: the sum of a group is beyond 2^63 - 1.", overflow);
        }
    }

    private static BsonElement DecimalSum(MergeRule rule, List<BsonElement> values)
    {
        var numbers = values.Select(ExactNumber.Of).ToList();
        if (numbers.Any(number => number is null)) throw new RefusedException($"--merge {rule} cannot be computed: NaN or Infinity is among the values.");
        var sum = numbers.Aggregate(new ExactNumber(0, 0), (all, number) => all + number!.Value);
        try
        {
            return BsonDocument.Parse("{\"v\":{\"$numberDecimal\":\"" + sum + "\"}}")["v"]!.Value;
        }
        catch (FormatException beyond)
        {
            throw new RefusedException($"--merge {rule} cannot be computed: the sum of a group has more than the 34 digits of a Decimal128.", beyond);
        }
    }

    private static double Double(BsonElement value) => value.Type == BsonType.Double ? BitConverter.ToDouble(value.Value) : value.AsInt64();

    private static bool Blocked(BsonDocument document, string path)
    {
        var parts = path.Split('.');
        return Enumerable.Range(1, parts.Length - 1).Any(n => DocumentPath.Get(document, string.Join('.', parts[..n])) is { IsNull: false, Type: not BsonType.Document });
    }

    private static RefusedException Wrong(MergeRule rule, BsonElement value, string why) =>
        new($"--merge {rule} cannot be computed: {rule.Field} is of type {Catalogue.FieldReader.Name(value.Type)} in a document, {why}. Mend it first, leave those documents out with --where, or leave the rule out.");
}
