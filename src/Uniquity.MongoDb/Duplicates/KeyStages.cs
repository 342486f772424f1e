using System.Globalization;
using Uniquity.MongoDb.Documents;
using static Uniquity.MongoDb.Duplicates.ExpressionText;

namespace Uniquity.MongoDb.Duplicates;

/// <summary>All keys that a multikey index holds of a document, as stages of an aggregation: a row with <c>keys</c>, a document <c>{ k0: …, k1: … }</c>, for each.</summary>
/// <remarks>
/// Level by level, what a path leads to becomes an array of <c>{ v: what paths go on in, k: what paths end at }</c>, which is unwound.
/// What counts as null and as empty: see <see cref="KeyExpression"/>.
/// </remarks>
internal sealed class KeyStages
{
    private readonly List<BsonDocument> stages = [];
    private int fields;

    private KeyStages()
    {
    }

    /// <summary>The stages for the paths of a key.</summary>
    public static IReadOnlyList<BsonDocument> Of(IReadOnlyList<string> paths)
    {
        var all = new KeyStages();
        all.Unwind(KeyTree.Of(paths));
        return all.stages;
    }

    private void Unwind(KeyTree root)
    {
        List<string> keys = [];
        List<(string Path, KeyTree Node)> level = [("$", root)];
        while (level.Count > 0)
        {
            var below = level.SelectMany(at => at.Node.Children.Select(child => (Field: Field(), Path: at.Path + child.Name, Node: child.Below))).ToList();
            Add("$project", Object([.. keys.Select(field => (field, """{"k":1}""")), .. below.Select(node => (node.Field, Cells(node.Path, node.Node)))]));
            foreach (var node in below) Add("$unwind", Text("$" + node.Field));
            keys.AddRange(below.Where(node => node.Node.Part is not null).Select(node => node.Field));
            level = [.. below.Where(node => node.Node.Children.Count > 0).Select(node => ($"${node.Field}.v.", node.Node))];
        }

        Add("$project", $$"""{"keys":{"$mergeObjects":[{{string.Join(",", keys.Select(field => Text($"${field}.k")))}}]} }""");
    }

    private static string Cells(string path, KeyTree node)
    {
        var (value, goesOn) = (Text(path), node.Children.Count > 0);
        var element = goesOn ? $$"""{"$cond":[{"$isArray":["$$e"]},{{Cell("$$e", node, goesOn: false)}},{{Cell("$$e", node, goesOn)}}]}""" : Cell("$$e", node, goesOn);
        var empty = node.Part is { } part ? $$"""{"k":{"{{Name(part)}}":[],"empty{{Name(part)}}":1} }""" : "{}";
        return $$"""{"$cond":[{"$isArray":[{{value}}]},{"$cond":[{"$eq":[{{value}},[]]},[{{empty}}],{{Map(value, "e", element)}}]},[{{Cell(path, node, goesOn)}}]]}""";
    }

    private static string Cell(string path, KeyTree node, bool goesOn)
    {
        List<(string, string)> cell = [];
        if (goesOn) cell.Add(("v", Text(path)));
        if (node.Part is { } part) cell.Add(("k", Object([(Name(part), NullOr(path))])));
        return Object(cell);
    }

    private void Add(string stage, string body) => stages.Add(BsonDocument.Parse(Object([(stage, body)])));

    private string Field() => string.Create(CultureInfo.InvariantCulture, $"n{fields++}");
}
