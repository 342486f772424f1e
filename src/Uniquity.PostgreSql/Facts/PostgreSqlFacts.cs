using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Probes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Violations;

namespace Uniquity.PostgreSql.Facts;

/// <summary>The facts that prove causes, read from a PostgreSQL.</summary>
internal sealed class PostgreSqlFacts(Session session, PartTyping typing, ColumnCatalogue columns) : IFacts
{
    private readonly RowReader rows = new(columns);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<Column>> GetColumnsAsync(TableName table, CancellationToken cancellationToken) =>
        [.. (await Checked(table, () => columns.ReadAsync(table, cancellationToken))).Select(column => column.Column)];

    /// <inheritdoc/>
    public async ValueTask<HolderFact> FindHolderAsync(UniqueIndex index, IReadOnlyList<KeyValue> key, CancellationToken cancellationToken) =>
        await Checked(index.Table, () => new HolderFinder(session, typing, rows).FindAsync(index, key, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<Fact<long>> CountAsync(TableName table, IReadOnlyList<Condition> where, long cap, CancellationToken cancellationToken) =>
        await Checked(table, async () =>
        {
            var filter = await FilterAsync(table, where, cancellationToken);
            var sql = SqlText.Of($"SELECT count(*) FROM (SELECT FROM {table}{filter} LIMIT {cap}) AS capped");
            return new Fact<long>((await session.QueryAsync(sql, row => row.GetInt64(0), cancellationToken))[0], sql.Literal);
        });

    /// <inheritdoc/>
    public async ValueTask<Fact<IReadOnlyList<Row>>> FindRowsAsync(TableName table, IReadOnlyList<Condition> where, int limit, CancellationToken cancellationToken) =>
        await Checked(table, async () =>
        {
            var filter = await FilterAsync(table, where, cancellationToken);
            var json = await rows.JsonAsync(table, cancellationToken);
            var found = await session.QueryAsync(SqlText.Of($"SELECT {json} FROM {table} AS t{filter} LIMIT {limit}"), row => RowReader.Read(row.GetString(0)), cancellationToken);
            return new Fact<IReadOnlyList<Row>>(found, SqlText.Of($"SELECT * FROM {table}{filter} LIMIT {limit}").Literal);
        });

    /// <inheritdoc/>
    public async ValueTask<Fact<long>> EstimateRowsAsync(TableName table, CancellationToken cancellationToken) =>
        await Checked(table, () => new Estimator(session).EstimateAsync(table, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<Fact<IReadOnlyList<string>>> SampleAsync(TableName table, KeyPart part, int size, CancellationToken cancellationToken) =>
        await Checked(table, async () =>
        {
            var estimate = (await new Estimator(session).EstimateAsync(table, cancellationToken)).Value;
            var text = PartTyping.TextOf(part);
            // Shuffled by address before the limit, so that the limit does not cut off the end of the table.
            var sql = SqlText.Of($"SELECT {text}::text FROM {table}{Estimator.Sample(estimate, size)} WHERE {text} IS NOT NULL ORDER BY md5(ctid::text) LIMIT {size}");
            return new Fact<IReadOnlyList<string>>(await session.QueryAsync(sql, row => row.GetString(0), cancellationToken), sql.Literal);
        });

    /// <inheritdoc/>
    public async ValueTask<Fact<bool>> EqualOnlyByFoldingAsync(UniqueIndex index, int part, string refused, string stored, CancellationToken cancellationToken) =>
        await Checked(index.Table, async () =>
        {
            var typed = (await typing.ResolveAsync(index.Table, [index.Key[part]], cancellationToken))[0];
            var equal = await new Folding(typing, columns).EqualAsync(index, part, typed, refused, stored, cancellationToken);
            var sql = SqlText.Of($"SELECT {equal} AND {SqlText.Value(refused)} <> {SqlText.Value(stored)} COLLATE \"C\" AND {SqlText.Value(refused, typed.Type)}::text <> {SqlText.Value(stored, typed.Type)}::text COLLATE \"C\"");
            return new Fact<bool>((await session.QueryAsync(sql, row => row.GetBoolean(0), cancellationToken))[0], sql.Literal);
        });

    /// <inheritdoc/>
    public async ValueTask<Fact<string>?> NotGeneratedAsync(TableName table, string column, string value, CancellationToken cancellationToken) =>
        await Checked(table, () => new SequenceReader(session).NotGivenAsync(table, column, value, cancellationToken));

    /// <summary>A WHERE clause, or nothing.</summary>
    private async Task<SqlText> FilterAsync(TableName table, IReadOnlyList<Condition> where, CancellationToken cancellationToken)
    {
        var parts = new List<SqlText>();
        foreach (var condition in where)
        {
            if (condition is Condition.Passes or Condition.Fails)
                await VolatileCalls.CheckAsync(session, condition is Condition.Passes text ? text.Filter : ((Condition.Fails)condition).Filter, cancellationToken);
            parts.Add(condition switch
            {
                Condition.Equal equal => (await typing.ResolveAsync(table, [equal.Part], cancellationToken))[0].Equals(equal.Value),
                Condition.IsNull isNull => SqlText.Of($"{PartTyping.TextOf(isNull.Part)} IS NULL"),
                Condition.Passes passes => FilterSql.Of(passes.Filter),
                Condition.Fails fails => SqlText.Of($"{FilterSql.Of(fails.Filter)} IS NOT TRUE"),
                _ => throw new InvalidOperationException($"Bug in Uniquity: the condition {condition} is not known."),
            });
        }

        return parts.Count == 0 ? SqlText.Empty : SqlText.Of($" WHERE {SqlText.Join(" AND ", parts)}");
    }

    private Task<T> Checked<T>(TableName table, Func<Task<T>> ask) => session.CheckedAsync(table.ToString(), ask);
}
