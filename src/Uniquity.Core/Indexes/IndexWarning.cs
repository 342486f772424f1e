namespace Uniquity.Indexes;

/// <summary>Something about a unique index that a person should know before an insert tells them.</summary>
/// <param name="Code">The cause that it can become (<c>UQ205</c>), or <c>redundant</c>.</param>
/// <param name="Why">One sentence with the names.</param>
public sealed record IndexWarning(string Code, string Why);
