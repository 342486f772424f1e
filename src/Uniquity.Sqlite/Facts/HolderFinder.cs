using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Violations;

namespace Uniquity.Sqlite.Facts;

/// <summary>Finds the row that holds a key.</summary>
internal sealed class HolderFinder(SqliteSession session)
{
    /// <summary>Finds it by the index itself: with its affinity, its collation and its filter.</summary>
    public async Task<HolderFact> FindAsync(SqliteTable table, UniqueIndex index, IReadOnlyList<KeyValue> key, CancellationToken cancellation)
    {
        var sql = new SqlText().Add("SELECT *");
        foreach (var part in index.Key) sql.Add($", {KeyPartSql.Value(part)}");
        sql.Add($" FROM {table.Sql} WHERE ");
        for (var i = 0; i < index.Key.Count; i++) PartIs(i > 0 ? sql.Add(" AND ") : sql, table, index, key, i);
        if (index.Filter is { } filter) sql.Add(" AND ").Add(KeyPartSql.Filter(filter));
        sql.Add(" LIMIT 1");
        var rows = await session.QueryAsync(
            sql,
            row =>
            {
                var columns = row.FieldCount - index.Key.Count;
                var stored = Enumerable.Range(columns, index.Key.Count).Select(i => SqliteValue.ToText(row.GetValue(i))).ToList();
                return (Row: RowReader.Read(row, columns), Stored: stored);
            },
            cancellation);
        return rows.Count == 0
            ? new HolderFact { Query = sql.Show }
            : new HolderFact { Row = rows[0].Row, StoredKey = rows[0].Stored, Query = sql.Show };
    }

    private static void PartIs(SqlText sql, SqliteTable table, UniqueIndex index, IReadOnlyList<KeyValue> key, int i)
    {
        var part = index.Key[i];
        var compared = KeyPartSql.Compared(part);
        if (ValueOf(index, key, i) is { } value)
        {
            // In a unique index of SQLite nulls differ from each other: = NULL finds nothing, as the index does.
            if (value.IsNull) sql.Add($"{compared} = NULL");
            else if (value.Value is { } text) sql.Add(compared).EqualsAny(SqliteValue.Candidates(text, table.AffinityOf(part), value.IsText));
            else throw Unknown(part);
            return;
        }

        // The key gives the columns that the expression is made of: let SQLite make its value.
        if (!ExpressionValue.Add(sql.Add($"{compared} = ("), table, part, column => key.FirstOrDefault(k => k.Field is { } field && SqliteName.Same(field, column)))) throw Unknown(part);
        sql.Add(")");
    }

    /// <summary>The value of a part: by its name, else by its place where the text gave no names.</summary>
    private static KeyValue? ValueOf(UniqueIndex index, IReadOnlyList<KeyValue> key, int i) =>
        key.FirstOrDefault(k => k.Field is { } field && SqliteName.Same(field, index.Key[i].Part))
        ?? (key.Count == index.Key.Count && key[i].Field is null ? key[i] : null);

    private static NotCheckedException Unknown(KeyPart part) =>
        new($"the refused value of {part.Part} is not known: SQLite's error does not print it; give it with --value or --document");
}
