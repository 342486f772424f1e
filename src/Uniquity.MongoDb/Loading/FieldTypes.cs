using System.Globalization;
using Uniquity.Indexes;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Values;
using Uniquity.MongoDb.Running;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Loading;

/// <summary>
/// The types that a text of a CSV file takes: of a field that documents of the collection have, theirs; of another, a number where
/// it looks like one. A key that is a text in the collection and a number in the file would be two keys to the index.
/// </summary>
internal sealed class FieldTypes
{
    private const int Sample = 200;
    private const int DigitsOfDouble = 15;
    private const int DigitsOfDecimal = 34;

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

    /// <summary>What a load that goes on takes over: by then the collection holds what the load itself has put in.</summary>
    public static FieldTypes Of(BsonDocument kept)
    {
        var types = new FieldTypes();
        foreach (var field in kept) types.known[field.AsDocument()["field"]!.Value.AsString()] = [.. field.AsDocument()["types"]!.Value.AsDocument().Elements().Select(type => (BsonType)type.AsInt64())];
        return types;
    }

    /// <summary>The types as they are kept: an array, as a name of a field may be any text.</summary>
    public BsonDocument Kept => BsonBuilder.Array(this.known.Select(known => new BsonBuilder().Add("field", known.Key)
        .AddArray("types", known.Value.Select((type, at) => (Type: (int)type, At: at)).Aggregate(new BsonBuilder(), (all, one) => all.Add(one.At.ToString(CultureInfo.InvariantCulture), one.Type)).Build()).Build()));

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

    // 007, +1 and 1e5 are texts, and so is what has more digits than its type holds: as numbers, two keys of the file could become one.
    private static void AddNumber(BsonBuilder document, string name, string text, HashSet<BsonType>? types)
    {
        var isWhole = !text.Contains('.', StringComparison.Ordinal);
        if (!IsPlain(text)) document.Add(name, text);
        else if (types is not null && types.SetEquals([BsonType.Decimal128]) && text.Count(char.IsAsciiDigit) <= DigitsOfDecimal) JsonNumber.Exact(document, name, text);
        else if (types is not null && types.SetEquals([BsonType.Int64]) && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var wide)) document.Add(name, wide);
        else if (text.Count(char.IsAsciiDigit) <= DigitsOfDouble && (!isWhole || (types is not null && types.SetEquals([BsonType.Double])))) document.Add(name, double.Parse(text, CultureInfo.InvariantCulture));
        else if (isWhole && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)) JsonNumber.Add(document, name, text);
        else document.Add(name, text);
    }

    /// <summary>Whether a text is a number as it is printed again: no leading zero or plus, no exponent.</summary>
    private static bool IsPlain(ReadOnlySpan<char> text)
    {
        var digits = text.StartsWith("-") ? text[1..] : text;
        if (digits.IsEmpty || !char.IsAsciiDigit(digits[^1]) || (digits[0] == '0' && digits.Length > 1 && digits[1] != '.') || text is "-0") return false;
        var point = digits.IndexOf('.');
        return point != 0 && digits.IndexOfAnyExceptInRange('0', '9') == point && (point < 0 || digits[(point + 1)..].IndexOfAnyExceptInRange('0', '9') < 0);
    }

    private static void AddExtended(BsonBuilder document, string name, string json) => document.Add(name, BsonDocument.Parse(json)["v"]!.Value);

    private static bool IsObjectId(string text) => text.Length == 24 && text.All(char.IsAsciiHexDigit);
}
