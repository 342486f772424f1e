namespace Uniquity.Violations.PostgreSql;

/// <summary>Joins the fields of a DETAIL with its values.</summary>
internal static class DetailKey
{
    /// <summary>The key, the values parted where they are likeliest to part; empty without fields.</summary>
    public static KeyValue[] Of(List<string> fields, string values)
        => fields.Count switch
        {
            0 => [],
            1 => [Valued(fields[0], values)],
            _ => Of(fields, KeyValues.Split(values, fields)),
        };

    /// <summary>The key of values that are parted.</summary>
    public static KeyValue[] Of(List<string> fields, string[] values)
    {
        var key = new KeyValue[fields.Count];
        for (var i = 0; i < key.Length; i++)
            key[i] = Valued(fields[i], values[i]);

        return key;
    }

    /// <summary>What else the key may be, the likelier first.</summary>
    /// <param name="fields">The parts of the key.</param>
    /// <param name="values">The values as they stand in the DETAIL.</param>
    /// <param name="mayBeLog">Whether the tabs in the values may be a server log's own.</param>
    public static IReadOnlyList<IReadOnlyList<KeyValue>> Others(List<string> fields, string values, bool mayBeLog)
    {
        var others = KeyValues.Others(values, fields);
        var untabbed = mayBeLog ? WithoutTabs(values) : values;
        if (others.Count == 0 && untabbed.Length == values.Length || fields.Count == 0)
            return [];

        // Without a prefix nothing tells the server's own tabs from the value's.
        var keys = others.Select(other => Of(fields, other));
        return [.. untabbed.Length == values.Length ? keys : keys.Prepend(Of(fields, KeyValues.Split(untabbed, fields)))];
    }

    /// <summary>Takes away the tab that a server log puts before each further line of a value.</summary>
    public static string WithoutTabs(string values) => values.Replace("\n\t", "\n", StringComparison.Ordinal);

    private static KeyValue Valued(string field, string value) => new(field, value, value is "null" or "NULL");
}
