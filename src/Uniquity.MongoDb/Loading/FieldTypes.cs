using System.Globalization;
using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;

namespace Uniquity.MongoDb.Loading;

/// <summary>
/// The types that a text of a CSV file takes: of a field that documents of the collection have, theirs; of another, a number where
/// it looks like one. A key that is a text in the collection and a number in the file would be two keys to the index.
/// </summary>
internal sealed class FieldTypes
{
    private const int Sample = 200;

    private readonly Dictionary<string, HashSet<BsonType>> known = new(StringComparer.Ordinal);

    private FieldTypes()
    {
    }

    /// <summary>Looks at some documents of the collection.</summary>
    public static async Task<FieldTypes> ReadAsync(MongoSession session, TableName table, IReadOnlyList<string> fields, CancellationToken cancellation)
    {
        var types = new FieldTypes();
        var find = new BsonBuilder().Add("find", table.Name).Add("limit", Sample).Build();
        foreach (var document in await session.ListAsync(find, cancellation))
        {
            foreach (var field in fields)
            {
                if (field.Length == 0 || DocumentPath.Get(document, field) is not { IsNull: false } value) continue;
                if (!types.known.TryGetValue(field, out var found)) types.known[field] = found = [];
                found.Add(value.Type);
            }
        }

        return types;
    }

    /// <summary>Adds a text of the file under the field's name, as the type that it takes.</summary>
    public void Add(BsonBuilder document, string name, string field, string text)
    {
        var types = known.GetValueOrDefault(field);
        if (types is null || types.IsSubsetOf(Numbers)) AddNumber(document, name, text, types);
        else if (types.SetEquals([BsonType.ObjectId]) && IsObjectId(text)) AddExtended(document, name, $$$"""{"v":{"$oid":"{{{text}}}"}}""");
        else if (types.SetEquals([BsonType.DateTime]) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)) document.Add(name, moment);
        else if (types.SetEquals([BsonType.Boolean]) && text is "true" or "false") document.Add(name, text == "true");
        else if (!types.Contains(BsonType.String) && types.Overlaps(Numbers)) AddNumber(document, name, text, types);
        else document.Add(name, text);
    }

    private static readonly HashSet<BsonType> Numbers = [BsonType.Int32, BsonType.Int64, BsonType.Double, BsonType.Decimal128];

    // 007 and +1 are texts: as numbers they would not come back as they were.
    private static void AddNumber(BsonBuilder document, string name, string text, HashSet<BsonType>? types)
    {
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text;
        var isNumber = digits.Length > 0 && char.IsAsciiDigit(digits[0]) && (digits[0] != '0' || digits.Length == 1 || !char.IsAsciiDigit(digits[1])) && char.IsAsciiDigit(digits[^1])
            && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
        if (!isNumber) document.Add(name, text);
        else if (types is not null && types.SetEquals([BsonType.Decimal128])) AddExtended(document, name, $$$"""{"v":{"$numberDecimal":"{{{text}}}"}}""");
        else if (types is not null && types.SetEquals([BsonType.Double])) document.Add(name, double.Parse(text, CultureInfo.InvariantCulture));
        else if (types is not null && types.SetEquals([BsonType.Int64]) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wide)) document.Add(name, wide);
        else JsonNumber.Add(document, name, text);
    }

    private static void AddExtended(BsonBuilder document, string name, string json) => document.Add(name, BsonDocument.Parse(json)["v"]!.Value);

    private static bool IsObjectId(string text) => text.Length == 24 && text.All(char.IsAsciiHexDigit);
}
