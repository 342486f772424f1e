using System.Linq.Expressions;

namespace Uniquity.Writing;

/// <summary>What an upsert changes where the key is taken.</summary>
/// <typeparam name="T">The row.</typeparam>
public sealed record UpsertOptions<T>
{
    /// <summary>The properties to update: <c>x => x.Name</c>, <c>x => new { x.Name, x.Price }</c>.</summary>
    /// <value><see langword="null"/> by default: all but the key, the primary key and what the database generates.</value>
    public Expression<Func<T, object?>>? Update { get; init; }

    /// <summary>Updates only where this property is greater than the stored one, or none is stored: <c>x => x.ModifiedAt</c>.</summary>
    /// <value><see langword="null"/> by default: the last writer wins.</value>
    public Expression<Func<T, object?>>? NewerBy { get; init; }

    /// <summary>How many rows a bulk write sends at a time. Each chunk is a transaction of its own, unless the caller has one.</summary>
    /// <value>10,000 by default; 1 or more.</value>
    public int ChunkSize { get; init; } = 10_000;
}
