using Uniquity.Violations;

namespace Uniquity.Duplicates;

/// <summary>The rows that share one key.</summary>
/// <param name="Key">The shared key, a value per key part, with <see cref="KeyValue.Field"/> always set.</param>
/// <param name="Count">How many rows share it, 2 or more.</param>
/// <param name="Ids">The primary keys of the rows (or their physical addresses where there is none), at most as many as were asked for.</param>
public sealed record DuplicateGroup(IReadOnlyList<KeyValue> Key, long Count, IReadOnlyList<string> Ids)
{
    /// <summary>The same keys in JSON, where the engine has a notation that keeps their types: Extended JSON in MongoDB.</summary>
    /// <value><see langword="null"/> by default: <see cref="Ids"/> are all there is to say.</value>
    public IReadOnlyList<string>? JsonIds { get; init; }
}
