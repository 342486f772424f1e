using System.Buffers;

namespace Uniquity.Violations.MongoDb;

/// <summary>A namespace as MongoDB prints it: the database, a dot, and the collection, which may hold further dots.</summary>
internal static class CollectionName
{
    /// <summary>MongoDB's limit for a database name is 63 bytes, for a namespace 255: longer text is no namespace.</summary>
    private const int Longest = 300;

    private static readonly SearchValues<char> Foreign = SearchValues.Create("<>*\"`{}\\");

    /// <summary>Takes a namespace apart.</summary>
    /// <param name="printed">The namespace as printed.</param>
    /// <param name="database">The database; <see langword="null"/> where only a collection stands there.</param>
    /// <param name="collection">The collection.</param>
    /// <returns>Whether it can be a namespace: a placeholder or a pattern (<c>%s</c>, <c>(\S+)</c>) is none.</returns>
    public static bool TrySplit(ReadOnlySpan<char> printed, out string? database, out string? collection)
    {
        database = collection = null;
        printed = printed.Trim();
        if (printed.EndsWith(".")) printed = printed[..^1];
        if (printed.IsEmpty || printed.Length > Longest || printed.ContainsAny(Foreign)) return false;
        if (printed is "..." or "…" || IsPattern(printed)) return false;
        var dot = printed.IndexOf('.');
        if (dot < 0)
        {
            collection = WrappedText.Unwrap(printed);
            return true;
        }

        if (dot == 0 || dot == printed.Length - 1) return false;
        database = WrappedText.Unwrap(printed[..dot]);
        collection = WrappedText.Unwrap(printed[(dot + 1)..]);
        return true;
    }

    private static bool IsPattern(ReadOnlySpan<char> printed) =>
        printed.Contains(".+", StringComparison.Ordinal) || printed.Contains("[^", StringComparison.Ordinal)
        || printed.Contains("%s", StringComparison.Ordinal) || printed.Contains("%v", StringComparison.Ordinal);
}
