using Uniquity.Cli.Json;

namespace Uniquity.Cli.Commands.Indexes;

/// <summary>The document <c>uniquity/indexes/1</c>.</summary>
internal sealed record IndexesJson(string Schema, IReadOnlyList<IndexJson> Indexes)
{
    /// <summary>Words the indexes of a table or database.</summary>
    public static IndexesJson Of(IEnumerable<IndexJson> indexes) => new("uniquity/indexes/1", [.. indexes]);
}
