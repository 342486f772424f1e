using Uniquity.Loading;

namespace Uniquity.Sqlite.Loading;

/// <summary>The shapes of the records met so far; a bounded number of them.</summary>
internal sealed class LoadShapes(LoadConnection connection, LoadTable table) : IDisposable
{
    private const int Most = 64;
    private readonly List<LoadShape> shapes = [];
    private LoadShape? last;

    /// <summary>The shape of a record.</summary>
    public LoadShape Of(LoadRecord record, IReadOnlyList<string> fields)
    {
        if (last?.Fits(record) == true) return last;
        if (shapes.Find(shape => shape.Fits(record)) is { } known) return last = known;
        if (shapes.Count == Most) Clear();
        shapes.Add(last = LoadShape.Of(record, connection, table, fields));
        return last;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        foreach (var shape in shapes) shape.Dispose();
        shapes.Clear();
        last = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Clear();
}
