using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.MongoDb;

/// <summary>Reads the key in the operation that drivers print beside an error of a bulk write: <c>'op': {'email': 'x'}</c>.</summary>
/// <remarks>Servers that withhold the key from their message (DocumentDB) leave no other place where it stands.</remarks>
internal static class RefusedDocument
{
    private const int Farthest = 3 * 1024;
    private const int Deepest = 16;
    private const int MostFields = 64;

    /// <summary>Completes a key whose values the message does not state.</summary>
    /// <param name="text">The window's text.</param>
    /// <param name="end">Where the message ends in it.</param>
    /// <param name="key">The key; what the operation tells of it is set.</param>
    public static void Complete(ReadOnlySpan<char> text, int end, KeyValue[] key)
    {
        if (key.Length == 0 || !Array.Exists(key, static part => part is { Value: null, IsNull: false, Field: not null })) return;
        var at = Operation(text, end);
        if (at < 0) return;
        using var peeled = PeeledText.From(new(text, at, "op"));
        if (peeled.At >= peeled.Text.Length || peeled.Text[peeled.At] != '{') return;
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] is { Value: null, IsNull: false, Field: { } field }) key[i] = Sent(peeled.Text, peeled.At, field) ?? key[i];
        }
    }

    /// <summary>The fields of the operation's document, where the key's own are not known: an index of a name that a person chose.</summary>
    /// <param name="text">The window's text.</param>
    /// <param name="end">Where the message ends in it.</param>
    /// <returns>The fields with their values, dotted paths included and arrays left out; empty where there is no operation.</returns>
    public static IReadOnlyList<KeyValue> Fields(ReadOnlySpan<char> text, int end)
    {
        var at = Operation(text, end);
        if (at < 0) return [];
        using var peeled = PeeledText.From(new(text, at, "op"));
        if (peeled.At >= peeled.Text.Length || peeled.Text[peeled.At] != '{') return [];
        var fields = new List<KeyValue>();
        if (!TryFind(peeled.Text, peeled.At, "u", out var change, out _) || !TryFind(peeled.Text, peeled.At, "q", out _, out _)) Gather(peeled.Text, peeled.At, "", fields);
        else if (change is ['{', ..] && TryFind(change, 0, "$set", out var set, out _) && set is ['{', ..]) Gather(set, 0, "", fields);
        return fields;
    }

    private static void Gather(ReadOnlySpan<char> text, int open, string path, List<KeyValue> fields, int depth = 0)
    {
        var document = new KeyDocument(text, open, isLiteral: true);
        while (document.MoveNext() && fields.Count < MostFields)
        {
            if (document.IsText || document.Value is not ([] or ['{' or '[', ..])) fields.Add(document.Current with { Field = path + document.Current.Field });
            else if (document.Value is ['{', ..] && depth < Deepest) Gather(document.Value, 0, $"{path}{document.Current.Field}.", fields, depth + 1);
        }
    }

    /// <summary>Where the document of the member begins, in the object in which the message stands; -1 where it is not there.</summary>
    private static int Operation(ReadOnlySpan<char> text, int end)
    {
        var limit = Math.Min(text.Length, end + Farthest);
        for (var from = end; from < limit;)
        {
            var found = text[from..limit].IndexOf("op");
            if (found < 0) return -1;
            var name = from + found;
            from = name + 2;
            if (char.IsLetterOrDigit(text[name - 1]) || text[name - 1] is '_' or '$' or '.') continue;
            var at = from;
            QuoteMarks.Skip(text, ref at);
            if (at >= text.Length || text[at] is not (':' or '=')) continue;
            while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] is ':' or '=' or '>')) at++;
            if (at >= text.Length || text[at] != '{') continue;
            var gap = text[end..name];
            return Surroundings.LeavesObject(gap) || gap.Contains("E1100", StringComparison.Ordinal) || gap.Contains("Duplicate key violation on", StringComparison.Ordinal) ? -1 : at;
        }

        return -1;
    }

    /// <summary>What an insert, or an update with its condition <c>q</c> and its change <c>u</c>, sends for a field.</summary>
    private static KeyValue? Sent(ReadOnlySpan<char> text, int open, string field)
    {
        if (!TryFind(text, open, "u", out var change, out _) || !TryFind(text, open, "q", out var condition, out _)) return Inserted(text, open, field);
        if (change[0] != '{') return null;
        foreach (var verb in (ReadOnlySpan<string>)["$set", "$setOnInsert"])
        {
            if (TryFind(change, 0, verb, out var set, out _) && set[0] == '{' && Value(set, 0, field) is { } value) return value;
        }

        // A document that passes { tenant: 'a' } has that value; one that passes { n: { $gt: 5 } } may have any.
        return Value(change, 0, field) ?? (condition[0] == '{' && Value(condition, 0, field) is { } equal && !IsOperator(equal.Value) ? equal : null);
    }

    // Drivers give every document that they insert an _id, so one that has it and closes is all that was sent: a field that is not there is null to an index.
    private static KeyValue? Inserted(ReadOnlySpan<char> text, int open, string field)
    {
        if (Value(text, open, field) is { } value) return value;
        var isWhole = TryFind(text, open, "_id", out _, out var closes) && closes;
        var parent = field.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? field[..dot] : field;
        return isWhole && !TryFind(text, open, parent, out _, out _) ? new(field, "null", IsNull: true) : null;
    }

    // Of an array each element is a key of its own, and the message does not tell which was taken.
    private static KeyValue? Value(ReadOnlySpan<char> text, int open, string path, int depth = 0)
    {
        var document = new KeyDocument(text, open, isLiteral: true);
        while (document.MoveNext())
        {
            if (document.Name.SequenceEqual(path)) return !document.IsText && (document.Value is [] or ['[', ..]) ? null : document.Current;
            if (document.IsText || document.Value is not ['{', ..] || depth == Deepest) continue;
            if (path.Length > document.Name.Length && path[document.Name.Length] == '.' && path.AsSpan().StartsWith(document.Name)
                && Value(document.Value, 0, path[(document.Name.Length + 1)..], depth + 1) is { } inner) return inner with { Field = path };
        }

        return null;
    }

    private static bool IsOperator(ReadOnlySpan<char> value) => value is ['{', ..] && value[1..].TrimStart(" \n\"'") is ['$', ..];

    private static bool TryFind(ReadOnlySpan<char> text, int open, string name, out ReadOnlySpan<char> value, out bool closes)
    {
        value = default;
        var found = false;
        var document = new KeyDocument(text, open, isLiteral: true);
        while (document.MoveNext())
        {
            if (found || !document.Name.SequenceEqual(name)) continue;
            value = document.Value;
            found = value.Length > 0;
        }

        closes = document.IsClosed;
        return found;
    }
}
