namespace Uniquity.MongoDb.Duplicates;

/// <summary>The paths of a key as one tree: parts that go through the same array are of the same element of it.</summary>
/// <remarks>
/// An index on <c>lines.sku</c> and <c>lines.size</c> holds for each line its own pair, never the sku of one with the
/// size of another: https://www.mongodb.com/docs/manual/core/indexes/index-types/index-multikey/
/// </remarks>
internal sealed class KeyTree
{
    private readonly List<(string Name, KeyTree Below)> children = [];

    private KeyTree()
    {
    }

    /// <summary>The number of the key part that ends here; <see langword="null"/> where none does.</summary>
    public int? Part { get; private set; }

    /// <summary>What is below, in the order of the key.</summary>
    public IReadOnlyList<(string Name, KeyTree Below)> Children => children;

    /// <summary>The numbers of the key parts that end here or below, in the order of the tree.</summary>
    public IEnumerable<int> Parts => (Part is { } own ? [own] : Enumerable.Empty<int>()).Concat(children.SelectMany(child => child.Below.Parts));

    /// <summary>The tree of some paths.</summary>
    public static KeyTree Of(IReadOnlyList<string> paths)
    {
        var root = new KeyTree();
        for (var part = 0; part < paths.Count; part++) paths[part].Split('.').Aggregate(root, (at, name) => at.Child(name)).Part ??= part;
        return root;
    }

    private KeyTree Child(string name)
    {
        foreach (var (own, below) in children) if (own == name) return below;
        var child = new KeyTree();
        children.Add((name, child));
        return child;
    }
}
