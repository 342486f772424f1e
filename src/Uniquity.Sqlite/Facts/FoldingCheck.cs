using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Facts;

/// <summary>Asks SQLite whether two values are one key although they differ.</summary>
internal sealed class FoldingCheck(SqliteSession session)
{
    /// <summary>Whether they are equal as the part compares and different byte for byte.</summary>
    public async Task<Fact<bool>> CheckAsync(SqliteTable table, KeyPart part, string refused, string stored, CancellationToken cancellation)
    {
        var sql = new SqlText().Add("SELECT ");
        Key(sql, table, part, refused).Add($" = ");
        Key(sql, table, part, stored).Add($" COLLATE {SqliteName.Quote(table.CollationOf(part))} AND ");
        Plain(sql, table, part, refused).Add(" <> ");
        Plain(sql, table, part, stored).Add(" COLLATE BINARY");
        return new Fact<bool>(await session.NumberAsync(sql, cancellation) != 0, sql.Show);
    }

    /// <summary>The key that a value makes: itself as its column stores it, or what the expression makes of it.</summary>
    private static SqlText Key(SqlText sql, SqliteTable table, KeyPart part, string value)
    {
        if (ColumnOf(table, part) is not { } column) return Plain(sql, table, part, value);
        sql.Add($"(SELECT {KeyPartSql.Value(part)} FROM (SELECT ");
        return Stored(sql, column.Affinity, value).Add($" AS {SqliteName.Quote(column.Name)}))");
    }

    private static SqlText Plain(SqlText sql, SqliteTable table, KeyPart part, string value) =>
        Stored(sql, ColumnOf(table, part)?.Affinity ?? table.AffinityOf(part), value);

    private static SqlText Stored(SqlText sql, SqliteAffinity affinity, string value) => affinity switch
    {
        SqliteAffinity.Numeric => sql.Add("CAST(").Value(value).Add(" AS NUMERIC)"),
        _ => sql.Value(value),
    };

    /// <summary>The one column of an expression; <see langword="null"/> for a column part, and for an expression of several.</summary>
    private static SqliteColumn? ColumnOf(SqliteTable table, KeyPart part) =>
        part.Expression && KeyReader.ColumnsIn(table, part.Part) is [var only] ? only : null;
}
