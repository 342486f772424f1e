namespace Uniquity.Violations.MongoDb;

/// <summary>Takes an index name apart that MongoDB made from the key: <c>firstName_1_lastName_-1</c>.</summary>
internal static class IndexName
{
    /// <summary>The kinds of key part that the server writes into a name.</summary>
    private static readonly string[] Kinds = ["1", "-1", "text", "2dsphere", "hashed", "2d", "1.0", "-1.0"];

    /// <summary>The fields of the key, with values that the text does not state.</summary>
    /// <param name="name">The index name.</param>
    /// <returns>The fields; empty where the name is not one that the server makes.</returns>
    public static KeyValue[] Fields(ReadOnlySpan<char> name)
    {
        if (name is "_id_" or "_id") return [new("_id", null)];
        var count = Count(name);
        if (count == 0) return [];
        var fields = new KeyValue[count];
        for (var i = 0; i < count; i++)
        {
            TryNext(ref name, out var field);
            fields[i] = new(field.ToString(), null);
        }

        return fields;
    }

    private static int Count(ReadOnlySpan<char> name)
    {
        var count = 0;
        while (!name.IsEmpty)
        {
            if (!TryNext(ref name, out _)) return 0;
            count++;
        }

        return count;
    }

    private static bool TryNext(ref ReadOnlySpan<char> name, out ReadOnlySpan<char> field)
    {
        // Field names may hold underscores themselves: the first underscore that a kind follows ends the field.
        for (var i = 1; i < name.Length; i++)
        {
            if (name[i] != '_') continue;
            var rest = name[(i + 1)..];
            foreach (var kind in Kinds)
            {
                if (!rest.StartsWith(kind) || (rest.Length > kind.Length && rest[kind.Length] != '_')) continue;
                field = name[..i];
                name = rest.Length > kind.Length ? rest[(kind.Length + 1)..] : [];
                return true;
            }
        }

        field = default;
        return false;
    }
}
