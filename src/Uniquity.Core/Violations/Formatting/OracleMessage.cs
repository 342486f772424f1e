namespace Uniquity.Violations.Formatting;

/// <summary>Oracle's message; with the table and values where they are known, as 23ai prints them.</summary>
internal static class OracleMessage
{
    public static string Of(Violation violation)
    {
        if (violation.Kind == ViolationKind.IndexBuild) return "ORA-01452: cannot CREATE UNIQUE INDEX; duplicate keys found";
        var sentence = $"ORA-00001: unique constraint ({violation.Schema}.{violation.Index}) violated";
        if (violation.Table is null || violation.Key.Count == 0) return sentence;
        sentence += $" on table {violation.Schema}.{violation.Table} columns ({string.Join(", ", violation.Key.Select(part => part.Field))})";
        if (violation.Key.Any(part => part.Value is null && !part.IsNull)) return sentence;
        var values = violation.Key.Select(part => $"{part.Field}:{(part.IsNull ? "NULL" : IsNumber(part.Value!) ? part.Value : $"'{part.Value}'")}");
        return $"{sentence}\nORA-03301: (ORA-00001 details) row with column values ({string.Join(", ", values)}) already exists";
    }

    private static bool IsNumber(string value) => value.Length > 0 && value.All(character => char.IsAsciiDigit(character) || character is '.' or '-');
}
