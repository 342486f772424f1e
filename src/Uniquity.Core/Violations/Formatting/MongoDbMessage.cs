using System.Globalization;
using System.Text;

namespace Uniquity.Violations.Formatting;

/// <summary>MongoDB's message.</summary>
internal static class MongoDbMessage
{
    /// <summary>The message of MongoDB 4.2 and later.</summary>
    public static string Of(Violation violation)
    {
        var text = new StringBuilder("E11000 duplicate key error");
        if (violation.Table is { } table) text.Append(" collection: ").Append(violation.Database is { } database ? $"{database}.{table}" : table);
        if (violation.Index is { } index) text.Append(" index: ").Append(index);
        if (violation.Key.Count == 0) return text.ToString();
        return text.Append(" dup key: { ").AppendJoin(", ", violation.Key.Select(part => $"{part.Field}: {Value(part)}")).Append(" }").ToString();
    }

    /// <summary>Azure's, which names neither the index nor the key.</summary>
    public static string OfCosmos(Violation violation) => violation.Index is { } index
        ? $"Duplicate key violation on the requested collection: Index '{index}'"
        : "E11000 duplicate key error collection: Failed _id or unique index constraint.";

    private static string? Value(KeyValue part)
    {
        if (part.IsNull || part.Value is null) return "null";

        // The server prints a string as it is, quotes and line breaks in it too.
        return IsLiteral(part.Value) ? part.Value : $"\"{part.Value}\"";
    }

    /// <summary>A number, a word of the language, a constructor, a document or an array is printed without quotes.</summary>
    private static bool IsLiteral(string value) =>
        value is "true" or "false" or "MinKey" or "MaxKey" or "undefined"
        || double.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _)
        || (value.EndsWith(')') && (value.StartsWith("ObjectId('", StringComparison.Ordinal) || value.StartsWith("new Date(", StringComparison.Ordinal)))
        || (value.StartsWith("{ ", StringComparison.Ordinal) && value.EndsWith(" }", StringComparison.Ordinal))
        || (value.StartsWith("[ ", StringComparison.Ordinal) && value.EndsWith(" ]", StringComparison.Ordinal));
}
