using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Sql;
using Uniquity.Violations;

namespace Uniquity.Sqlite.Facts;

/// <summary>What an expression makes of values that are not stored, worked out by SQLite itself.</summary>
internal static class ExpressionValue
{
    /// <summary>Adds <c>SELECT lower(email) FROM (SELECT 'Ann' AS email)</c>.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="table">The table whose columns the expression names.</param>
    /// <param name="part">The expression.</param>
    /// <param name="value">The value of a column; <see langword="null"/> where nobody knows it.</param>
    /// <returns>False where the expression names no column, or one whose value is not known.</returns>
    public static bool Add(SqlText sql, SqliteTable table, KeyPart part, Func<string, KeyValue?> value)
    {
        var columns = part.Expression ? KeyReader.ColumnsIn(table, part.Part) : [];
        if (columns.Count == 0) return false;
        sql.Add($"SELECT {KeyPartSql.Value(part)} FROM (SELECT ");
        for (var i = 0; i < columns.Count; i++)
        {
            if (value(columns[i].Name) is not { } given || given is { IsNull: false, Value: null }) return false;
            if (i > 0) sql.Add(", ");
            sql.Value(given.IsNull ? null : SqliteValue.Candidates(given.Value!, columns[i].Affinity)[0]).Add($" AS {SqliteName.Quote(columns[i].Name)}");
        }

        sql.Add(")");
        return true;
    }
}
