using System.Data.Common;
using Uniquity.Violations.PostgreSql;

namespace Uniquity.Violations.Exceptions;

/// <summary>PostgreSQL reports a violation in fields, which Npgsql passes on: no message is read, so its language does not matter.</summary>
/// <remarks>
/// Fields: https://www.postgresql.org/docs/current/protocol-error-fields.html. The key stands in DETAIL alone, in a form that is
/// the same in every language; Npgsql keeps it back unless the connection string says <c>Include Error Detail=true</c>.
/// </remarks>
internal sealed class PostgreSqlShape(Type type) : ExceptionShape
{
    // What compares keys during a build; a write is refused by _bt_check_unique.
    private const string BuildRoutine = "comparetup_index";

    private readonly Member _constraint = new(type, "ConstraintName");
    private readonly Member _table = new(type, "TableName");
    private readonly Member _schema = new(type, "SchemaName");
    private readonly Member _detail = new(type, "Detail");
    private readonly Member _routine = new(type, "Routine");
    private readonly Member _where = new(type, "Where");

    public override Violation? First(Exception exception)
    {
        if (exception is not DbException { SqlState: PostgreSqlParser.UniqueViolation }) return null;
        var fields = new List<string>(2);
        var values = Values(_detail.Text(exception), fields);
        return new Violation
        {
            Engine = "postgresql",
            Code = PostgreSqlParser.UniqueViolation,
            Kind = _routine.Text(exception)?.StartsWith(BuildRoutine, StringComparison.Ordinal) == true ? ViolationKind.IndexBuild : ViolationKind.Write,
            Schema = _schema.Text(exception),
            Table = _table.Text(exception),
            Index = _constraint.Text(exception),
            Key = DetailKey.Of(fields, values),
            OtherKeys = DetailKey.Others(fields, values, mayBeLog: false),
            Context = _where.Text(exception),
        };
    }

    /// <summary>Takes <c>Key (a, b)=(1, 2) already exists.</c> apart by its brackets, which no translation moves.</summary>
    private static string Values(string? detail, List<string> fields)
    {
        if (detail is null) return string.Empty;
        var open = detail.IndexOf('(', StringComparison.Ordinal);
        var mark = detail.IndexOf(KeyDetail.Mark, StringComparison.Ordinal);
        var close = detail.LastIndexOf(')');
        var start = mark + KeyDetail.Mark.Length;
        if (open < 0 || mark <= open || close < start) return string.Empty;
        KeyFields.Split(detail.AsSpan((open + 1)..mark), fields);
        return detail[start..close];
    }
}
