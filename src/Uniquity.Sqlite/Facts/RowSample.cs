using System.Globalization;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Facts;

/// <summary>How many rows a table has, about, and some of their values.</summary>
internal sealed class RowSample(SqliteSession session)
{
    private const long LargestFileToCountBytes = 1L << 30;

    /// <summary>The count where it is cheap, else an estimate.</summary>
    public async Task<Fact<long>> EstimateAsync(SqliteTable table, CancellationToken cancellation)
    {
        var count = new SqlText().Add($"SELECT count(*) FROM {table.Sql}");
        if (await FileBytesAsync(cancellation) <= LargestFileToCountBytes) return await ReadAsync(count, cancellation);
        if (await IsAnalysedAsync(cancellation))
        {
            var noted = new SqlText().Add("SELECT CAST(stat AS INTEGER) FROM sqlite_stat1 WHERE tbl = ").Value(table.Name.Name).Add(" LIMIT 1");
            if (await ReadAsync(noted, cancellation) is { Value: > 0 } fact) return fact;
        }

        if (table.Rowid is not { } rowid) return await ReadAsync(count, cancellation);

        // Two selects, since SQLite looks up a minimum or a maximum by the index only where it stands alone.
        return await ReadAsync(new SqlText().Add(
            $"SELECT (SELECT max({rowid}) FROM {table.Sql}) - (SELECT min({rowid}) FROM {table.Sql}) + 1"), cancellation);
    }

    /// <summary>Values of a part: all of a small table, else one at each of evenly spread rowids.</summary>
    public async Task<Fact<IReadOnlyList<string>>> TakeAsync(SqliteTable table, KeyPart part, int size, CancellationToken cancellation)
    {
        var value = KeyPartSql.Value(part);
        var rows = await EstimateAsync(table, cancellation);
        var sql = new SqlText();
        if (table.Rowid is { } rowid && rows.Value > size)
        {
            sql.Add($"WITH RECURSIVE span(low, high) AS (SELECT (SELECT min({rowid}) FROM {table.Sql}), (SELECT max({rowid}) FROM {table.Sql})), ")
                .Add("step(at, width, high) AS (SELECT low, ").Add(string.Create(CultureInfo.InvariantCulture, $"max(1, (high - low) / {size}), high FROM span "))
                .Add("UNION ALL SELECT at + width, width, high FROM step WHERE at + width <= high) ")
                .Add($"SELECT {value} FROM {table.Sql} WHERE {rowid} IN ")
                .Add($"(SELECT (SELECT {rowid} FROM {table.Sql} WHERE {rowid} >= step.at ORDER BY {rowid} LIMIT 1) FROM step) AND {value} IS NOT NULL");
        }
        else
        {
            sql.Add($"SELECT {value} FROM {table.Sql} WHERE {value} IS NOT NULL");
        }

        sql.Add(string.Create(CultureInfo.InvariantCulture, $" LIMIT {size}"));
        var values = await session.QueryAsync(sql, row => SqliteValue.ToText(row.GetValue(0)) ?? string.Empty, cancellation);
        return new Fact<IReadOnlyList<string>>(values, sql.Show);
    }

    private async Task<Fact<long>> ReadAsync(SqlText sql, CancellationToken cancellation) =>
        new(await session.NumberAsync(sql, cancellation), sql.Show);

    private Task<long> FileBytesAsync(CancellationToken cancellation) =>
        session.NumberAsync(new SqlText().Add("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"), cancellation);

    private async Task<bool> IsAnalysedAsync(CancellationToken cancellation) =>
        await session.NumberAsync(new SqlText().Add("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'"), cancellation) > 0;
}
