using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.SqlServer;

/// <summary>Reads SQL Server's texts: 2627 (a constraint), 2601 (a unique index), 1505 (an index build).</summary>
/// <remarks>https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors</remarks>
internal sealed class SqlServerParser : IViolationParser
{
    private const string UniqueKey = "Violation of UNIQUE KEY constraint ";
    private const string PrimaryKey = "Violation of PRIMARY KEY constraint ";
    private const string Row = "Cannot insert duplicate key row in object ";
    private const string Build = "terminated because a duplicate key was found for the object name ";

    private const string WithIndex = " with unique index ";
    private const string AndIndex = " and the index name ";
    private const string InObject = " Cannot insert duplicate key in object ";
    private const string Value = " The duplicate key value is (";

    /// <inheritdoc />
    public IReadOnlyList<string> Anchors { get; } = [UniqueKey, PrimaryKey, Row, Build, .. SqlServerRelated.Sentences];

    /// <inheritdoc />
    public bool TryRead(TextWindow window, out Finding finding)
    {
        if (window.Anchor is not (UniqueKey or PrimaryKey or Row or Build)) return SqlServerRelated.TryRead(window, out finding);
        finding = default;
        using var peeled = PeeledText.From(window);
        var reader = new SqlServerSentence(peeled.Text, peeled.At + window.Anchor.Length);
        var next = window.Anchor switch { Row => WithIndex, Build => AndIndex, _ => InObject };
        if (!reader.TryName(next, out var first)) return false;
        string? table = null;
        string? index = null;
        switch (window.Anchor)
        {
            case Row:
                table = first;
                if (reader.Skip(next)) reader.TryName(Value, out index);
                break;
            case Build:
                table = first;
                if (reader.Skip(next)) reader.TryName(Value, out index);
                break;
            default:
                index = first;
                if (reader.Skip(next)) reader.TryName(Value, out table);
                break;
        }

        var key = reader.Skip(Value) ? reader.Key() : [];
        var (database, schema, name) = SqlServerSentence.Apart(table);
        var violation = new Violation
        {
            Engine = "sqlserver",
            Code = window.Anchor switch { Row => "2601", Build => "1505", _ => "2627" },
            Kind = window.Anchor == Build ? ViolationKind.IndexBuild : ViolationKind.Write,
            Database = database,
            Schema = schema,
            Table = name,
            Index = index,
            Key = key,
        };
        finding = new Finding(violation, null, peeled.ToRaw(peeled.At), peeled.ToRaw(reader.At));
        return true;
    }
}
