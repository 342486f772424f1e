namespace Uniquity.Writing;

/// <summary>A statement and its values, which stand in it as <c>$1</c>, <c>$2</c>, …</summary>
/// <param name="Sql">The statement.</param>
/// <param name="Values">The values, each with the column that it goes to or is compared with.</param>
internal sealed record WriteStatement(string Sql, IReadOnlyList<(int Column, object? Value)> Values);
