using System.Globalization;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Resolving.Values;

namespace Uniquity.MongoDb.Resolving.Solving;

/// <summary>Moves the references of a document along a path, arrays of references and of documents included.</summary>
/// <param name="kept">For what refers to a document that goes, the <c>_id</c> of the one that stays; else nothing.</param>
internal sealed class Repointing(Func<BsonElement, BsonElement?> kept)
{
    private readonly List<MovedValue> moved = [];

    /// <summary>What moved since the last call.</summary>
    public IReadOnlyList<MovedValue> Take()
    {
        var taken = moved.ToList();
        moved.Clear();
        return taken;
    }

    /// <summary>The document after.</summary>
    public BsonDocument Move(BsonDocument document, string path) => Move(document, path.Split('.'), 0, "", isArray: false);

    private BsonDocument Move(BsonDocument document, string[] parts, int at, string prefix, bool isArray)
    {
        var builder = new BsonBuilder();
        var before = moved.Count;
        foreach (var element in document)
        {
            var name = element.Name;
            if (name == parts[at]) builder.Add(name, at == parts.Length - 1 ? Value(element, prefix + name) : Inside(element, parts, at + 1, prefix + name + "."));
            else if (isArray && element.Type == BsonType.Document) builder.Add(name, Move(element.AsDocument(), parts, at, prefix + name + ".", isArray: false));
            else builder.Add(name, element);
        }

        return moved.Count == before ? document : builder.Build();
    }

    private BsonElement Inside(BsonElement element, string[] parts, int at, string prefix)
    {
        if (element.Type is not (BsonType.Document or BsonType.Array)) return element;
        var isArray = element.Type == BsonType.Array;
        var inside = Move(element.AsDocument(), parts, at, prefix, isArray);
        return (isArray ? new BsonBuilder().AddArray("v", inside) : new BsonBuilder().Add("v", inside)).Build()["v"]!.Value;
    }

    private BsonElement Value(BsonElement value, string path)
    {
        if (value.Type == BsonType.Array && kept(value) is null) return Array(value, path);
        if (kept(value) is not { } to) return value;
        moved.Add(new(path, value, to));
        return to;
    }

    /// <summary>An array of references: where two elements come to be one reference, the later goes, as in a set.</summary>
    private BsonElement Array(BsonElement array, string path)
    {
        var elements = array.AsDocument().Elements();
        var after = elements.Select(element => kept(element) ?? element).ToList();
        var changes = Enumerable.Range(0, elements.Count).Where(n => kept(elements[n]) is not null).ToList();
        if (changes.Count == 0) return array;
        var targets = changes.Select(n => ComparedValue.Of(after[n])).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var once = after.Where(element => ComparedValue.Of(element) is var text && (!targets.Contains(text) || seen.Add(text))).ToList();
        var result = new BsonBuilder().AddArray("v", BsonBuilder.ArrayOf(once)).Build()["v"]!.Value;
        if (once.Count < after.Count) moved.Add(new(path, array, result));
        else moved.AddRange(changes.Select(n => new MovedValue(string.Create(CultureInfo.InvariantCulture, $"{path}.{n}"), elements[n], after[n])));
        return result;
    }
}
