namespace Uniquity.Violations.Formatting;

/// <summary>SQL Server's message: of a constraint, of a unique index, or of an index build.</summary>
internal static class SqlServerMessage
{
    public static string Of(Violation violation)
    {
        var table = string.Join('.', new[] { violation.Database, violation.Schema, violation.Table }.Where(name => name is not null));
        var sentence = violation switch
        {
            { Kind: ViolationKind.IndexBuild } =>
                $"The CREATE UNIQUE INDEX statement terminated because a duplicate key was found for the object name '{table}' and the index name '{violation.Index}'.",
            { Code: "2601" } => $"Cannot insert duplicate key row in object '{table}' with unique index '{violation.Index}'.",
            _ => $"Violation of UNIQUE KEY constraint '{violation.Index}'. Cannot insert duplicate key in object '{table}'.",
        };
        return violation.Key.Count == 0
            ? sentence
            : $"{sentence} The duplicate key value is ({string.Join(", ", violation.Key.Select(part => part.IsNull ? "<NULL>" : part.Value))}).";
    }
}
