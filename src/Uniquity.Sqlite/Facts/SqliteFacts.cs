using System.Globalization;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.Sqlite.Facts;

/// <summary>Answers what causes ask of a SQLite database.</summary>
internal sealed class SqliteFacts(SqliteSession session, SqliteCatalogue catalogue) : IFacts
{
    private readonly HolderFinder _holders = new(session);
    private readonly FoldingCheck _folding = new(session);
    private readonly RowSample _samples = new(session);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Column>> GetColumnsAsync(TableName table, CancellationToken cancellationToken) =>
        CheckedAsync(table, found => Task.FromResult<IReadOnlyList<Column>>([.. found.Columns.Select(c => c.ToColumn())]), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<HolderFact> FindHolderAsync(UniqueIndex index, IReadOnlyList<KeyValue> key, CancellationToken cancellationToken) =>
        CheckedAsync(index.Table, table => _holders.FindAsync(table, index, key, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Fact<long>> CountAsync(
        TableName table, IReadOnlyList<Condition> where, long cap, CancellationToken cancellationToken) =>
        CheckedAsync(table, async found =>
        {
            var sql = new SqlText().Add($"SELECT count(*) FROM (SELECT 1 FROM {found.Sql}").Where(found, where)
                .Add(string.Create(CultureInfo.InvariantCulture, $" LIMIT {cap})"));
            return new Fact<long>(await session.NumberAsync(sql, cancellationToken), sql.Show);
        }, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Fact<IReadOnlyList<Row>>> FindRowsAsync(
        TableName table, IReadOnlyList<Condition> where, int limit, CancellationToken cancellationToken) =>
        CheckedAsync(table, async found =>
        {
            var sql = new SqlText().Add($"SELECT * FROM {found.Sql}").Where(found, where)
                .Add(string.Create(CultureInfo.InvariantCulture, $" LIMIT {limit}"));
            var rows = await session.QueryAsync(sql, row => RowReader.Read(row, row.FieldCount), cancellationToken);
            return new Fact<IReadOnlyList<Row>>(rows, sql.Show);
        }, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>
    /// SQLite counts by reading the table's smallest index, some 100 million rows a second. So the count is taken in files up to
    /// 1 GB; beyond, what the last ANALYZE noted, or else the span of the rowids, which deleted rows make too large.
    /// </remarks>
    public ValueTask<Fact<long>> EstimateRowsAsync(TableName table, CancellationToken cancellationToken) =>
        CheckedAsync(table, found => _samples.EstimateAsync(found, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Fact<IReadOnlyList<string>>> SampleAsync(TableName table, KeyPart part, int size, CancellationToken cancellationToken) =>
        CheckedAsync(table, found => _samples.TakeAsync(found, part, size, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Fact<bool>> EqualOnlyByFoldingAsync(
        UniqueIndex index, int part, string refused, string stored, CancellationToken cancellationToken) =>
        CheckedAsync(index.Table, table => _folding.CheckAsync(table, index.Key[part], refused, stored, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<Fact<string>?> NotGeneratedAsync(TableName table, string column, string value, CancellationToken cancellationToken) =>
        CheckedAsync(table, found => Task.FromResult(found.Find(column) is { IsRowid: true }
            ? new Fact<string>($"{column} is the row id, which the database never gives out while a row has it", $"SELECT max({SqliteName.Quote(column)}) FROM {found.Sql}")
            : null), cancellationToken);

    /// <inheritdoc/>
    /// <remarks>SQLite's errors print no values, and for an index with an expression not even the columns.</remarks>
    public ValueTask<Fact<string?>?> EvaluateAsync(TableName table, KeyPart part, Row row, CancellationToken cancellationToken) =>
        CheckedAsync(table, async found =>
        {
            var sql = new SqlText();
            if (!ExpressionValue.Add(sql, found, part, column => row.Has(column) ? new KeyValue(column, row.Text(column), row.Text(column) is null) : null)) return null;
            var values = await session.QueryAsync(sql, value => SqliteValue.ToText(value.GetValue(0)), cancellationToken);
            return new Fact<string?>(values[0], sql.Show);
        }, cancellationToken);

    /// <summary>Asks of a table; what cannot be read is not checked, and says why.</summary>
    private async ValueTask<T> CheckedAsync<T>(TableName name, Func<SqliteTable, Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            return await ask(await catalogue.GetTableAsync(name, cancellation));
        }
        catch (TargetException fault)
        {
            throw new NotCheckedException(fault.Message, fault);
        }
    }
}
