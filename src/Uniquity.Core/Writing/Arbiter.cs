namespace Uniquity.Writing;

/// <summary>The unique index that decides whether a key is taken.</summary>
/// <param name="Index">Its name.</param>
/// <param name="Parts">Its parts, each with the property that has the value.</param>
/// <param name="Predicate">The rows that it covers, as SQL; <see langword="null"/> for all.</param>
/// <param name="NullsEqual">Whether two nulls are the same key.</param>
internal sealed record Arbiter(string Index, IReadOnlyList<ArbiterPart> Parts, string? Predicate, bool NullsEqual)
{
    /// <summary>The index as ON CONFLICT infers it.</summary>
    public string Target => $"({string.Join(", ", Parts.Select(part => part.Sql))}){(Predicate is null ? "" : $" WHERE {Predicate}")}";
}
