namespace Uniquity.Violations.Formatting;

/// <summary>SQLite's message.</summary>
internal static class SqliteMessage
{
    public static string Of(Violation violation)
    {
        var subject = violation switch
        {
            { Index: { } index } => $": index '{index.Replace("'", "''", StringComparison.Ordinal)}'",
            { Table: { } table, Key.Count: > 0 } => ": " + string.Join(", ", violation.Key.Select(part => $"{table}.{part.Field}")),
            _ => "",
        };
        return $"Error: UNIQUE constraint failed{subject}{(violation.Code is { } code ? $" ({code})" : "")}";
    }
}
