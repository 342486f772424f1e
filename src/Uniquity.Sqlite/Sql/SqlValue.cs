namespace Uniquity.Sqlite.Sql;

/// <summary>A text that travels as a value, where a bare text would be taken for SQL.</summary>
/// <param name="Value">The text.</param>
internal readonly record struct SqlValue(string? Value);
