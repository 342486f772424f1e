using System.Globalization;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Shell;

/// <summary>A number as JSON writes it, in the smallest type that keeps it, as MongoDB's own tools read it.</summary>
internal static class JsonNumber
{
    /// <summary>Adds it.</summary>
    /// <exception cref="FormatException">No type of BSON holds it.</exception>
    public static void Add(BsonBuilder document, string name, string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small) && text != "-0") document.Add(name, small);
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) && text != "-0") document.Add(name, large);
        else if (IsWhole(text) && text != "-0") Exact(document, name, text);
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) document.Add(name, number);
        else throw TooLarge(text);
    }

    /// <summary>Adds a number with all its digits.</summary>
    /// <exception cref="FormatException">It has more than Decimal128 holds.</exception>
    public static void Exact(BsonBuilder document, string name, string text)
    {
        if (text.Count(char.IsAsciiDigit) > MostDigits) throw TooLarge(text);
        document.Add(name, BsonDocument.Parse("{\"v\":{\"$numberDecimal\":\"" + text + "\"}}")["v"]!.Value);
    }

    private const int MostDigits = 34;

    private static bool IsWhole(string text) => text.AsSpan().IndexOfAny('.', 'e', 'E') < 0 && text.Length > 0 && char.IsAsciiDigit(text[^1]);

    private static FormatException TooLarge(string text) =>
        new($"the number {text} is larger than a double or a decimal can be; as a text it has all its digits");
}
