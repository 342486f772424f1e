using System.Globalization;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Duplicates;

namespace Uniquity.MongoDb.Resolving.Values;

/// <summary>The keys that an index holds of a document: one, or where a path crosses an array, one for each of its elements.</summary>
internal static class IndexKeys
{
    /// <summary>The keys, each with the values of its parts in the order of the paths; no key twice.</summary>
    public static IReadOnlyList<IReadOnlyList<IndexKeyValue>> Of(BsonDocument document, IReadOnlyList<string> paths) =>
        [.. Below(document, KeyTree.Of(paths), []).Select(values => InOrder(values, paths.Count)).DistinctBy(Text, StringComparer.Ordinal)];

    /// <summary>The keys as texts, which are the same where the index takes them for the same.</summary>
    public static IReadOnlyList<string> Texts(BsonDocument document, IReadOnlyList<string> paths) =>
        Plain(document, paths) is { } only ? [only] : [.. Of(document, paths).Select(Text)];

    /// <summary>Whether the document has one key, and nothing in it.</summary>
    public static bool IsNull(BsonDocument document, IReadOnlyList<string> paths) => Of(document, paths) is [var only] && only.All(part => part.Text == ComparedValue.Null);

    // Most documents have no array on the way: their one key is read without taking paths apart together.
    private static string? Plain(BsonDocument document, IReadOnlyList<string> paths)
    {
        var texts = new string[paths.Count];
        for (var n = 0; n < texts.Length; n++)
        {
            BsonElement? value = null;
            var at = document;
            foreach (var name in paths[n].Split('.'))
            {
                value = at[name];
                if (value is { Type: BsonType.Array }) return null;
                at = value is { Type: BsonType.Document } inner ? inner.AsDocument() : BsonDocument.Empty;
            }

            texts[n] = ComparedValue.Of(value);
        }

        return string.Join('|', texts);
    }

    private static string Text(IReadOnlyList<IndexKeyValue> key) => string.Join('|', key.Select(part => part.Text));

    private static IndexKeyValue[] InOrder(IReadOnlyList<(int Part, IndexKeyValue Value)> values, int count)
    {
        var key = new IndexKeyValue[count];
        foreach (var (part, value) in values) key[part] = value;
        return key;
    }

    private static List<(int, IndexKeyValue)[]> At(BsonElement? value, KeyTree node)
    {
        if (value is not { Type: BsonType.Array } array) return One(value, node, []);
        var elements = array.AsDocument().Elements();
        if (elements.Count == 0) return [Own(new IndexKeyValue(array, Empty: true), node)];
        var keys = new List<(int, IndexKeyValue)[]>();
        foreach (var element in elements)
        {
            if (element.Type == BsonType.Array && !node.Children.Any(child => Place(child.Name, elements) is not null)) keys.Add(Own(new IndexKeyValue(element), node));
            else keys.AddRange(One(element, node, elements));
        }

        return keys;
    }

    // A value that is not looked into: the part that ends here has it, those below have nothing.
    private static (int, IndexKeyValue)[] Own(IndexKeyValue value, KeyTree node) => [.. node.Parts.Select(part => (part, part == node.Part ? value : default))];

    private static List<(int, IndexKeyValue)[]> One(BsonElement? value, KeyTree node, IReadOnlyList<BsonElement> array)
    {
        var below = Below(value is { Type: BsonType.Document } document ? document.AsDocument() : BsonDocument.Empty, node, array);
        return node.Part is { } part ? [.. below.Select(key => ((int, IndexKeyValue)[])[(part, new(value)), .. key])] : below;
    }

    private static List<(int, IndexKeyValue)[]> Below(BsonDocument document, KeyTree node, IReadOnlyList<BsonElement> array)
    {
        List<(int, IndexKeyValue)[]> keys = [[]];
        foreach (var (name, child) in node.Children)
        {
            // A number is a place in the array that the path goes through, and a value there is taken as it is.
            var values = Place(name, array) is { } there ? One(there, child, []) : At(document[name], child);
            keys = [.. keys.SelectMany(_ => values, ((int, IndexKeyValue)[] left, (int, IndexKeyValue)[] right) => ((int, IndexKeyValue)[])[.. left, .. right])];
        }

        return keys;
    }

    private static BsonElement? Place(string name, IReadOnlyList<BsonElement> array) =>
        int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < array.Count ? array[at] : null;
}
