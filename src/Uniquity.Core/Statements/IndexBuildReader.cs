using Uniquity.Diagnosing;

namespace Uniquity.Statements;

/// <summary>Reads CREATE UNIQUE INDEX and ALTER TABLE … ADD … UNIQUE / PRIMARY KEY: table, name, key, filter.</summary>
internal static class IndexBuildReader
{
    public static SqlStatement? Read(SqlCursor cursor)
    {
        if (cursor.Take("create")) return Create(cursor);
        if (cursor.Take("alter")) return Alter(cursor);
        cursor.Step();
        while (cursor.Now.Is("index") || cursor.Now.Is("table") || cursor.Now.Is("concurrently")) cursor.Step();
        return new SqlStatement { Operation = WriteOperation.IndexBuild, IndexName = cursor.Now.IsName ? cursor.Now.Text : null };
    }

    private static SqlStatement? Create(SqlCursor cursor)
    {
        if (!cursor.Take("unique") || !cursor.Take("index")) return null;
        cursor.Take("concurrently");
        if (cursor.Take("if"))
        {
            cursor.Step();
            cursor.Take("exists");
        }

        string? name = null;
        if (!cursor.Now.Is("on"))
        {
            name = cursor.Now.IsName ? cursor.Now.Text : null;
            cursor.TakeTable();
        }

        cursor.Take("on");
        cursor.Take("only");
        var table = cursor.TakeTable();
        if (cursor.Take("using")) cursor.Step();
        var key = Key(cursor);
        while (!cursor.AtEnd && !cursor.Now.Is("where")) cursor.Step();
        var filter = cursor.Take("where") ? cursor.TakeUntil(static token => token.IsSymbol(';')) : null;
        return new SqlStatement { Operation = WriteOperation.IndexBuild, IndexName = name, Table = table, Columns = key, Where = filter };
    }

    private static SqlStatement? Alter(SqlCursor cursor)
    {
        if (!cursor.Take("table")) return null;
        if (cursor.Take("if")) cursor.Take("exists");
        cursor.Take("only");
        var table = cursor.TakeTable();
        if (!cursor.Take("add")) return null;
        string? name = null;
        if (cursor.Take("constraint"))
        {
            name = cursor.Now.IsName ? cursor.Now.Text : null;
            cursor.Step();
        }

        var primary = cursor.Now.Is("primary");
        if (!primary && !cursor.Now.Is("unique")) return null;
        while (!cursor.AtEnd && !cursor.Now.IsSymbol('(')) cursor.Step();
        return new SqlStatement { Operation = WriteOperation.IndexBuild, IndexName = name, Table = table, Columns = Key(cursor), MakesConstraint = true };
    }

    // A key part may be followed by a collation, an operator class and an order; those are not part of its name.
    private static List<string> Key(SqlCursor cursor) =>
        cursor.TakeList().ConvertAll(static item => item.Tokens is [{ IsName: true } first, ..] && (item.Tokens.Count == 1 || !item.Tokens[1].IsSymbol('('))
            ? first.Text
            : item.Text);
}
