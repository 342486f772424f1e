using System.Globalization;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Loading;

/// <summary>A number as JSON writes it, in the smallest type that keeps it, as MongoDB's own tools read it.</summary>
internal static class JsonNumber
{
    /// <summary>Adds it.</summary>
    /// <exception cref="FormatException">No type of BSON holds it.</exception>
    public static void Add(BsonBuilder document, string name, string text)
    {
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var small) && text != "-0") document.Add(name, small);
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) && text != "-0") document.Add(name, large);
        else if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)) document.Add(name, number);
        else throw new FormatException($"the number {text} is larger than a double can be; write it as {{\"$numberDecimal\": \"…\"}}");
    }
}
