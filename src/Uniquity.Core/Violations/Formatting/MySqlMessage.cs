namespace Uniquity.Violations.Formatting;

/// <summary>MySQL's message, as its command line prints it.</summary>
internal static class MySqlMessage
{
    public static string Of(Violation violation)
    {
        var name = violation.Table is null ? violation.Index : $"{violation.Table}.{violation.Index}";
        return $"ERROR 1062 (23000): Duplicate entry '{string.Join('-', violation.Key.Select(part => part.Value))}' for key '{name}'";
    }
}
