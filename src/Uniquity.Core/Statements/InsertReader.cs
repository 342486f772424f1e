using Uniquity.Diagnosing;

namespace Uniquity.Statements;

/// <summary>Reads INSERT: table, columns, the literal values of its rows, and whether it says what to do on a conflict.</summary>
internal static class InsertReader
{
    public static SqlStatement Read(SqlCursor cursor)
    {
        var replace = cursor.Now.Is("replace");
        cursor.Step();
        var or = false;
        while (cursor.Now.Kind == SqlTokenKind.Word && !cursor.Now.Is("into"))
        {
            or |= cursor.Now.Is("replace") || cursor.Now.Is("ignore");
            cursor.Step();
        }

        cursor.Take("into");
        var table = cursor.TakeTable();
        if (cursor.Take("as")) cursor.Step();
        var columns = cursor.TakeList().ConvertAll(static item => Name(item.Tokens, item.Text));
        if (cursor.Take("overriding"))
        {
            cursor.Step();
            cursor.Take("value");
        }

        var rows = cursor.Take("values") ? Rows(cursor) : [];
        var conflict = replace || or || cursor.Contains("on", "conflict") || cursor.Contains("on", "duplicate");
        var (key, constraint) = ConflictTarget(cursor);
        return new SqlStatement
        {
            Operation = conflict ? WriteOperation.Upsert : rows.Count > 1 ? WriteOperation.Bulk : WriteOperation.Insert,
            Table = table,
            Columns = columns,
            Rows = rows,
            HasConflictClause = conflict,
            ConflictKey = key,
            ConflictConstraint = constraint,
        };
    }

    // ON CONFLICT (lower(email), "Tenant") WHERE …, ON CONFLICT ON CONSTRAINT name, or neither.
    private static (IReadOnlyList<string> Key, string? Constraint) ConflictTarget(SqlCursor cursor)
    {
        if (!cursor.SkipTo("on", "conflict")) return ([], null);
        if (cursor.Take("on") && cursor.Take("constraint")) return ([], cursor.Now.IsName ? cursor.Now.Text : null);
        return ([.. cursor.TakeList().Select(static item => Name(item.Tokens, item.Text))], null);
    }

    internal static string Name(List<SqlToken> tokens, string text) =>
        tokens is [{ IsName: true } single] ? single.Text : text;

    private static List<IReadOnlyList<SqlValue>> Rows(SqlCursor cursor)
    {
        var rows = new List<IReadOnlyList<SqlValue>>();
        do
        {
            if (!cursor.Now.IsSymbol('(')) break;
            rows.Add(cursor.TakeList().ConvertAll(static item => Value(item.Tokens)));
        }
        while (cursor.TakeSymbol(','));
        return rows;
    }

    private static SqlValue Value(List<SqlToken> tokens)
    {
        // A cast (x::type) does not change which literal was sent.
        var cast = tokens.FindIndex(static token => token.IsSymbol(':'));
        if (cast > 0) tokens = tokens.GetRange(0, cast);
        return tokens switch
        {
            [{ Kind: SqlTokenKind.Text } literal] => new SqlValue(literal.Text, false, true),
            [{ Kind: SqlTokenKind.Number } number] => new SqlValue(number.Text, false, true) { IsNumber = true },
            [{ Kind: SqlTokenKind.Blob } blob] => new SqlValue("\\x" + blob.Text.ToLowerInvariant(), false, true),
            [{ Kind: SqlTokenKind.Symbol } sign, { Kind: SqlTokenKind.Number } number] when sign.IsSymbol('-') => new SqlValue("-" + number.Text, false, true) { IsNumber = true },
            [{ Kind: SqlTokenKind.Word } word] when word.Is("null") => new SqlValue(null, true, true),
            [{ Kind: SqlTokenKind.Word } word] when word.Is("true") || word.Is("false") => new SqlValue(word.Text, false, true),
            _ => SqlValue.Unknown,
        };
    }
}
