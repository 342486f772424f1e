using System.Collections;
using System.Globalization;

namespace Uniquity.Violations.Exceptions;

/// <summary>The server's codes of a duplicate key, and the one place that makes a violation of them.</summary>
internal static class MongoDbErrors
{
    /// <summary>Whether a code is of a duplicate key: 11000, and the servers before 3.0 on updates 11001 and on capped collections 12582.</summary>
    public static bool IsDuplicateKey(int? code) => code is 11000 or 11001 or 12582;

    /// <summary>The violation that a message tells.</summary>
    public static Violation Read(string? message, int code) =>
        MessageNames.Read(message ?? string.Empty, "mongodb", code.ToString(CultureInfo.InvariantCulture));

    /// <summary>One error, a list of them, or a map from the position of a request to its error.</summary>
    public static IEnumerable<object> Each(object? errors) => errors switch
    {
        null => [],
        IDictionary map => map.Values.Cast<object>(),
        IEnumerable list => list.Cast<object>().Select(Unpaired),
        _ => [errors],
    };

    // A read-only dictionary shows itself as pairs.
    private static object Unpaired(object item) =>
        item.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            ? type.GetProperty("Value")!.GetValue(item)!
            : item;
}
