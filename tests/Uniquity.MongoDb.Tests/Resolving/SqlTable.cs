namespace Uniquity.MongoDb.Tests.Resolving;

/// <summary>A table of a scene with its rows.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Id">The column by which rows are known; null where that is the rowid.</param>
/// <param name="Rows">The rows by their id.</param>
internal sealed record SqlTable(string Name, IReadOnlyList<string> Columns, string? Id, IReadOnlyDictionary<string, (object? Id, object?[] Values)> Rows);
