using System.Collections.Frozen;
using Uniquity.Diagnosing;

namespace Uniquity.Statements;

/// <summary>Reads what a cause needs to know of a refused statement; never throws, and says null where it is no write.</summary>
/// <remarks>It is no SQL parser: it knows where the names and values of the everyday statements stand.</remarks>
public static class SqlStatementReader
{
    private static readonly FrozenSet<string> BeforeName = FrozenSet.ToFrozenSet(
        ["into", "update", "on", "table", "only", "from", "join", "set", "exists", "index", "concurrently", "constraint", "ignore", "replace", "where", "and", "or", "select", "by"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a statement.</summary>
    /// <param name="sql">The statement, or <see langword="null"/>.</param>
    /// <returns><see langword="null"/> where it is no INSERT, UPDATE, MERGE, COPY, CREATE UNIQUE INDEX or ADD CONSTRAINT.</returns>
    public static SqlStatement? Read(string? sql)
    {
        if (string.IsNullOrWhiteSpace(sql)) return null;
        var cursor = new SqlCursor(sql, SqlTokenizer.Read(sql));

        // A leading WITH or EXPLAIN stands before the verb; the verb is found at the outermost level.
        var depth = 0;
        for (; !cursor.AtEnd; cursor.Step())
        {
            if (cursor.Now.IsSymbol('(')) depth++;
            else if (cursor.Now.IsSymbol(')')) depth--;
            if (depth > 0) continue;
            if (cursor.Now.Is("insert") || (cursor.Now.Is("replace") && cursor.Next.Is("into"))) return InsertReader.Read(cursor);
            if (cursor.Now.Is("update")) return UpdateReader.Read(cursor);
            if (cursor.Now.Is("create") || cursor.Now.Is("alter") || cursor.Now.Is("reindex")) return IndexBuildReader.Read(cursor);
            if (cursor.Now.Is("copy")) return Simple(cursor, WriteOperation.Bulk);
            if (cursor.Now.Is("merge")) return Simple(cursor, WriteOperation.Upsert);
        }

        return null;
    }

    internal static bool IsBeforeName(string word) => BeforeName.Contains(word);

    private static SqlStatement Simple(SqlCursor cursor, WriteOperation operation)
    {
        cursor.Step();
        if (cursor.Now.Is("into")) cursor.Step();
        return new SqlStatement { Operation = operation, Table = cursor.TakeTable() };
    }
}
