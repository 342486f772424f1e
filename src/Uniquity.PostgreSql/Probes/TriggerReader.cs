using Npgsql;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Probes;

/// <summary>Reads triggers and cascading foreign keys.</summary>
internal sealed class TriggerReader(Session session)
{
    /// <summary>Whether two names are one table, or a partition and its table: what the one refuses was written to the other.</summary>
    public async Task<bool> IsSameAsync(TableName one, TableName other, CancellationToken cancellationToken)
    {
        if (one == other) return true;
        var (a, b) = (Oid(one), Oid(other));
        var sql = SqlText.Of($"""
            SELECT EXISTS (WITH RECURSIVE up(oid, n) AS (SELECT {b}::oid, 0 UNION ALL SELECT h.inhparent, n + 1 FROM up JOIN pg_inherits h ON h.inhrelid = up.oid WHERE n < 32)
              SELECT FROM up WHERE oid = {a})
            """);
        return (await session.QueryAsync(sql, row => row.GetBoolean(0), cancellationToken))[0];
    }

    /// <summary>The trigger that runs one of some functions; on the statement's own table first.</summary>
    public Task<FiredTrigger?> ByFunctionAsync(IReadOnlyList<string> functions, TableName? own, CancellationToken cancellationToken)
    {
        var names = SqlText.Join(", ", functions.Select(name => SqlText.Value(name)));
        var first = own is null ? SqlText.Empty : SqlText.Of($"t.tgrelid = {Oid(own)} DESC, ");
        return OneAsync(SqlText.Of($"p.proname IN ({names})"), first, cancellationToken);
    }

    /// <summary>A trigger of the statement's table whose function names the table that refused.</summary>
    public Task<FiredTrigger?> ByBodyAsync(TableName own, TableName refused, CancellationToken cancellationToken) =>
        OneAsync(SqlText.Of($"t.tgrelid = {Oid(own)} AND position({SqlText.Value(refused.Name)} IN p.prosrc) > 0"), SqlText.Empty, cancellationToken);

    /// <summary>A foreign key of the table that refused which passes on an update of the statement's.</summary>
    public async Task<PassedOn?> CascadeAsync(TableName own, TableName refused, CancellationToken cancellationToken)
    {
        var sql = SqlText.Of($"""
            SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE contype = 'f' AND confupdtype <> 'a' AND confupdtype <> 'r' AND conrelid = {Oid(refused)} AND confrelid = {Oid(own)} LIMIT 1
            """);
        return await session.QueryAsync(sql, row => new PassedOn(row.GetString(0), row.GetString(1), sql.Literal), cancellationToken) is [var found] ? found : null;
    }

    private async Task<FiredTrigger?> OneAsync(SqlText where, SqlText first, CancellationToken cancellationToken)
    {
        var sql = SqlText.Of($"""
            SELECT t.tgname::text, n.nspname::text, c.relname::text, p.oid::regprocedure::text, pg_get_triggerdef(t.oid)
            FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND {where} ORDER BY {first}t.tgname LIMIT 1
            """);
        FiredTrigger Read(NpgsqlDataReader row) => new(row.GetString(0), new(row.GetString(1), row.GetString(2)), row.GetString(3), sql.Literal);
        return await session.QueryAsync(sql, Read, cancellationToken) is [var found] ? found : null;
    }

    private static SqlText Oid(TableName table) => SqlText.Value(Quote.Table(table), "regclass");
}
