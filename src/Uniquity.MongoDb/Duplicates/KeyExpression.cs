using System.Globalization;
using Uniquity.MongoDb.Documents;
using static Uniquity.MongoDb.Duplicates.ExpressionText;

namespace Uniquity.MongoDb.Duplicates;

/// <summary>All keys that a multikey index holds of a document, in one expression of an aggregation: an array of documents <c>{ k0: …, k1: … }</c>.</summary>
/// <remarks>
/// <see cref="KeyStages"/> give the same, and take long arrays apart in a time that grows with them; here it grows with their square.
/// Where a path goes on below an array, what is no document in it counts as null, and so does an empty one; where the path ends
/// at an array, its elements are keys, and an empty one is a key of its own (marked, as <c>[[]]</c> holds the same value).
/// </remarks>
internal sealed class KeyExpression
{
    private int variables;

    private KeyExpression()
    {
    }

    /// <summary>The expression for the paths of a key.</summary>
    public static BsonDocument Of(IReadOnlyList<string> paths) => BsonDocument.Parse(new KeyExpression().Below("$", KeyTree.Of(paths)));

    private string Keys(string path, KeyTree node)
    {
        var value = Text(path);
        var one = Variable();
        var element = Text("$$" + one);
        var each = node.Children.Count == 0
            ? Map(value, one, Alone("$$" + one, node))
            : Flat(Map(value, one, $$"""{"$cond":[{"$isArray":[{{element}}]},[{{Own("$$" + one, node)}}],{{Below("$$" + one + ".", node)}} ]}"""));
        var alone = node.Children.Count == 0 ? $"[{Alone(path, node)}]" : Below(path + ".", node, path);
        return $$"""{"$cond":[{"$isArray":[{{value}}]},{"$cond":[{"$eq":[{{value}},[]]},[{{Empty(node)}}],{{each}}]},{{alone}}]}""";
    }

    /// <summary>A value that is not looked into: the part that ends here has it, those below have nothing.</summary>
    private static string Own(string path, KeyTree node) =>
        Object(node.Parts.Select(part => (Name(part), part == node.Part ? NullOr(path) : "null")));

    private static string Alone(string path, KeyTree node) => Object([(Name(node.Part!.Value), NullOr(path))]);

    private static string Empty(KeyTree node) =>
        Object(node.Parts.Select(part => (Name(part), part == node.Part ? "[]" : "null")).Concat(node.Part is { } own ? [("empty" + Name(own), "1")] : []));

    /// <summary>What is below a value: every key of one child with every key of the next.</summary>
    private string Below(string path, KeyTree node, string? own = null)
    {
        var sets = node.Children.Select(child => Keys(path + child.Name, child.Below)).ToList();
        if (node.Part is not null) sets.Insert(0, $"[{Alone(own ?? path[..^1], node)}]");
        return sets.Aggregate((left, right) =>
        {
            var (one, other) = (Variable(), Variable());
            return Flat(Map(left, one, Map(right, other, $$"""{"$mergeObjects":["$${{one}}","$${{other}}"]}""")));
        });
    }

    private static string Flat(string arrays) => $$"""{"$reduce":{"input":{{arrays}},"initialValue":[],"in":{"$concatArrays":["$$value","$$this"]} } }""";

    private string Variable() => string.Create(CultureInfo.InvariantCulture, $"e{variables++}");
}
