using Uniquity.Diagnosing;

namespace Uniquity.Statements;

/// <summary>Reads UPDATE: table, assignments, WHERE.</summary>
internal static class UpdateReader
{
    public static SqlStatement Read(SqlCursor cursor)
    {
        cursor.Step();
        if (cursor.Take("or")) cursor.Step();
        cursor.Take("only");
        var table = cursor.TakeTable();
        while (!cursor.AtEnd && !cursor.Now.Is("set")) cursor.Step();
        cursor.Take("set");
        var assignments = new List<(string, string)>();
        do
        {
            var name = cursor.TakeUntil(static token => token.IsSymbol('='));
            if (!cursor.TakeSymbol('=')) break;
            var expression = cursor.TakeUntil(Ends);
            assignments.Add((Unquoted(name), expression));
        }
        while (cursor.TakeSymbol(','));

        string? where = null;
        while (!cursor.AtEnd && !cursor.Now.Is("where")) cursor.Step();
        if (cursor.Take("where")) where = cursor.TakeUntil(static token => token.Is("returning") || token.IsSymbol(';'));
        return new SqlStatement { Operation = WriteOperation.Update, Table = table, Assignments = assignments, Where = where };

        static bool Ends(SqlToken token) =>
            token.IsSymbol(',') || token.IsSymbol(';') || token.Is("where") || token.Is("from") || token.Is("returning");
    }

    private static string Unquoted(string name)
    {
        var tokens = SqlTokenizer.Read(name);
        return tokens.Count >= 2 && tokens[^2].IsName ? tokens[^2].Text : name;
    }
}
