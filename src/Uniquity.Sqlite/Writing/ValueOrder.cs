namespace Uniquity.Sqlite.Writing;

/// <summary>How stored values are compared where the text that the driver stores is not in their order.</summary>
internal static class ValueOrder
{
    // Whole seconds in UTC, then the fraction as it stands: SQLite's own functions round to milliseconds. A time of another
    // form (without an offset) is compared as it is.
    private const string Instant =
        "coalesce(strftime('%Y-%m-%d %H:%M:%S', substr({0}, 1, 19) || substr({0}, -6)) || substr({0}, 20, length({0}) - 25), {0})";

    /// <summary>The expression by which a property's values are compared, with <c>{0}</c> for the value; <see langword="null"/> for the value itself.</summary>
    public static string? Of(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        return bare == typeof(DateTimeOffset) ? Instant : bare == typeof(decimal) ? "CAST({0} AS NUMERIC)" : null;
    }

    /// <summary>Compares two values of one property as the expression does; nothing stored is older than all.</summary>
    public static int Compare(object? left, object? right) => (left, right) switch
    {
        (string one, string other) => string.CompareOrdinal(one, other),
        (byte[] one, byte[] other) => one.AsSpan().SequenceCompareTo(other),
        _ => Comparer<object>.Default.Compare(left, right),
    };
}
