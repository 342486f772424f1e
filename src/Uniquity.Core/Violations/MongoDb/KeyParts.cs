using System.Runtime.CompilerServices;

namespace Uniquity.Violations.MongoDb;

/// <summary>The parts of one key, read from its document.</summary>
internal static class KeyParts
{
    /// <summary>MongoDB's limit for the fields of a compound index.</summary>
    private const int Most = 32;

    /// <summary>Reads a document's parts.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The parts, in the order in which they stand.</returns>
    public static KeyValue[] Read(ref KeyDocument document)
    {
        var parts = default(Buffer);
        var count = 0;
        while (document.MoveNext())
        {
            if (count < Most) parts[count++] = document.Current;
        }

        return count == 0 ? [] : ((ReadOnlySpan<KeyValue>)parts)[..count].ToArray();
    }

    [InlineArray(Most)]
    private struct Buffer
    {
        private KeyValue _first;
    }
}
