using System.Text;

namespace Uniquity.Violations.Formatting;

/// <summary>PostgreSQL's message, as psql prints it at <c>VERBOSITY verbose</c> (and CockroachDB's, which is the same).</summary>
internal static class PostgreSqlMessage
{
    public static string Of(Violation violation)
    {
        var isBuild = violation.Kind == ViolationKind.IndexBuild;
        var code = violation.Code is null ? "" : $"{violation.Code}: ";
        var name = violation.Index is null ? "" : $" \"{violation.Index}\"";
        var text = new StringBuilder("ERROR:  ").Append(code)
            .Append(isBuild ? "could not create unique index" : "duplicate key value violates unique constraint").Append(name);
        if (violation.Key.Count > 0)
        {
            var fields = string.Join(", ", violation.Key.Select(part => part.Field));
            var values = string.Join(", ", violation.Key.Select(part => part.IsNull ? "null" : part.Value));
            text.Append("\nDETAIL:  Key (").Append(fields).Append(")=(").Append(values).Append(isBuild ? ") is duplicated." : ") already exists.");
        }

        if (violation.Schema is not null) text.Append("\nSCHEMA NAME:  ").Append(violation.Schema);
        if (violation.Table is not null) text.Append("\nTABLE NAME:  ").Append(violation.Table);
        if (violation.Index is not null && (violation.Schema ?? violation.Table) is not null) text.Append("\nCONSTRAINT NAME:  ").Append(violation.Index);
        return text.ToString();
    }
}
