using Npgsql;
using Uniquity.Checking;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Facts;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Checking;

/// <summary>Lets the server word keys and filters its own way, without making anything: two that mean the same then read the same.</summary>
/// <remarks>
/// EXPLAIN VERBOSE prints an expression from the tree that the server made of it: casts are spelt out, brackets are the tree's,
/// names are the catalogue's. The rows stand in as nulls of the table's types, so that a partitioned table, row-level security
/// and a missing SELECT privilege make no difference.
/// </remarks>
internal sealed class PostgreSqlForms(Session session, PartTyping typing) : INormalForms
{
    private readonly Dictionary<TableName, StandIn> standIns = [];
    private readonly Dictionary<(TableName, string), string> texts = [];
    private readonly Dictionary<(TableName, string, string?), string?> collations = [];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<NormalPart>> OfKeyAsync(TableName table, IReadOnlyList<KeyPart> key, CancellationToken cancellationToken) =>
        await session.CheckedAsync<IReadOnlyList<NormalPart>>(table.ToString(), async () =>
        {
            var forms = new List<NormalPart>();
            foreach (var part in key) forms.Add(await OfPartAsync(table, part, cancellationToken));
            return forms;
        });

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> OfFilterAsync(TableName table, string filter, CancellationToken cancellationToken) =>
        await session.CheckedAsync(table.ToString(), async () =>
        {
            if (!texts.ContainsKey((table, filter))) await CheckFilterAsync(table, filter, cancellationToken);
            return Conditions.Of(await TextAsync(table, filter, cancellationToken));
        });

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<NormalPart>> FoldingCaseAsync(TableName table, KeyPart part, CancellationToken cancellationToken) =>
        await session.CheckedAsync(table.ToString(), () => FoldingAsync(table, part, cancellationToken));

    private async Task<IReadOnlyList<NormalPart>> FoldingAsync(TableName table, KeyPart part, CancellationToken cancellationToken)
    {
        var plain = await OfPartAsync(table, part, cancellationToken);
        var typed = (await typing.ResolveAsync(table, [part], cancellationToken))[0];
        if (!typed.Collatable) return [plain];
        var forms = new List<NormalPart>();
        foreach (var function in new[] { "lower", "upper" })
        {
            forms.Add(await OfPartAsync(table, new KeyPart($"{function}({PartTyping.TextOf(part).Literal})", Expression: true), cancellationToken));
        }

        if (typed.FoldsCase || await FoldsAsync(plain.Collation, cancellationToken)) forms.Add(plain);
        return forms;
    }

    private async Task<NormalPart> OfPartAsync(TableName table, KeyPart part, CancellationToken cancellationToken)
    {
        var standIn = await StandInAsync(table, cancellationToken);
        if (!part.Expression && part.Collation is null) return new(Quote.Name(part.Part), standIn.CollationOf(part.Part));
        var (expression, collation) = part.Expression ? CollateClause.Split(part.Part) : (Quote.Name(part.Part), null);
        collation = part.Collation ?? collation;
        if (part.Expression) await CheckCallsAsync(expression, cancellationToken);
        return new(await TextAsync(table, expression, cancellationToken), await CollationAsync(table, expression, collation, cancellationToken));
    }

    private async Task<string> TextAsync(TableName table, string expression, CancellationToken cancellationToken)
    {
        if (texts.TryGetValue((table, expression), out var known)) return known;
        var standIn = await StandInAsync(table, cancellationToken);
        // In a row a lone column keeps its name, and no implicit cast is dropped. The line break ends a comment.
        var sql = SqlText.Of($"EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) SELECT ROW({SqlText.Raw(expression)}\n) FROM {standIn.Rows}");
        var plan = (await AskAsync(expression, sql, row => row.GetString(0), cancellationToken))[0];
        return texts[(table, expression)] = PlanText.OutputOf(plan) + CollateClause.Inner(expression);
    }

    private async Task<string?> CollationAsync(TableName table, string expression, string? collation, CancellationToken cancellationToken)
    {
        if (collations.TryGetValue((table, expression, collation), out var known)) return known;
        var standIn = await StandInAsync(table, cancellationToken);
        var clause = collation is null ? SqlText.Empty : SqlText.Of($" COLLATE {SqlText.Raw(collation)}");
        var value = SqlText.Of($"(SELECT ({SqlText.Raw(expression)}\n){clause} FROM {standIn.Rows} LIMIT 0)");
        var sql = SqlText.Of($"SELECT CASE WHEN (SELECT ty.typcollation FROM pg_type ty WHERE ty.oid = pg_typeof({value})::oid) <> 0 THEN pg_collation_for({value}) END");
        return collations[(table, expression, collation)] = (await AskAsync(expression, sql, row => row.Text(0), cancellationToken))[0];
    }

    /// <summary>Whether a collation takes upper and lower case for one: the collation is asked, its name proves nothing.</summary>
    private async Task<bool> FoldsAsync(string? collation, CancellationToken cancellationToken) =>
        collation is not null and not "\"default\""
        && (await session.QueryAsync(SqlText.Of($"SELECT 'a' = 'A' COLLATE {SqlText.Raw(collation)}"), row => row.GetBoolean(0), cancellationToken))[0];

    private async Task<StandIn> StandInAsync(TableName table, CancellationToken cancellationToken) =>
        standIns.TryGetValue(table, out var known) ? known : standIns[table] = await StandIn.ReadAsync(session, table, cancellationToken);

    private async Task<IReadOnlyList<T>> AskAsync<T>(string expression, SqlText sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await session.QueryAsync(sql, read, cancellationToken);
        }
        catch (PostgresException wrong) when (Refusal.IsMistyped(wrong))
        {
            throw new UsageException($"{expression.ReplaceLineEndings(" ")} cannot be read: {wrong.MessageText.ReplaceLineEndings(" ")}", wrong);
        }
    }

    /// <summary>Lets the server plan the filter as one condition: in brackets no stray parenthesis of it finds a partner.</summary>
    private async Task CheckFilterAsync(TableName table, string filter, CancellationToken cancellationToken)
    {
        await CheckCallsAsync(filter, cancellationToken);
        var standIn = await StandInAsync(table, cancellationToken);
        await AskAsync(filter, SqlText.Of($"EXPLAIN SELECT ARRAY[{SqlText.Raw(filter)}\n]::boolean[] FROM {standIn.Rows}"), _ => 0, cancellationToken);
    }

    private async Task CheckCallsAsync(string sql, CancellationToken cancellationToken)
    {
        try
        {
            await VolatileCalls.CheckAsync(session, sql, cancellationToken);
        }
        catch (NotCheckedException acts)
        {
            throw new UsageException(acts.Message, acts);
        }
    }
}
