using System.Globalization;
using Npgsql;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Enforcing.Applying;

/// <summary>Runs the statements of a change of indexes: those that cannot run in a transaction, and those that need a lock for a moment.</summary>
/// <param name="reader">Watches.</param>
/// <param name="writer">Works.</param>
/// <param name="clock">Measures pauses.</param>
/// <param name="patience">How long a build waits for the transactions of others.</param>
/// <param name="progress">Is told.</param>
internal sealed class IndexSession(Session reader, WriteSession writer, TimeProvider clock, TimeSpan patience, IProgress<EnforceProgress>? progress)
{
    private const int LockClass = 0x554E4945;

    /// <summary>Watches.</summary>
    public Session Reader => reader;

    /// <summary>Holds the table for this session, so that two calls do not change its indexes at once.</summary>
    /// <remarks>A server that finds the client gone ends the build, and with it the hold.</remarks>
    /// <exception cref="RefusedException">Another session holds it.</exception>
    public async Task HoldAsync(long table, TableName name, CancellationToken cancellationToken)
    {
        if (reader.MajorVersion >= 14) await writer.ExecuteAsync(SqlText.Raw("SET client_connection_check_interval = '500ms'"), cancellationToken);
        await writer.ExecuteAsync(SqlText.Raw("SET statement_timeout = 0"), cancellationToken);
        if (await writer.OneAsync(SqlText.Of($"SELECT pg_try_advisory_lock({LockClass}, {unchecked((int)(uint)table)})"), row => row.GetBoolean(0), cancellationToken)) return;
        var holder = await writer.QueryAsync(SqlText.Of($"""
            SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = {LockClass} AND objid = {table} AND objsubid = 2 AND granted
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """), row => row.GetInt32(0), cancellationToken);
        throw new RefusedException($"Another call is changing the indexes of {name}{(holder is [var pid] ? $" (server process {pid})" : "")}: wait for it, or stop it first.");
    }

    /// <summary>Lets the table go.</summary>
    public async Task ReleaseAsync(long table)
    {
        if (writer.IsOpen) await writer.ExecuteAsync(SqlText.Of($"SELECT pg_advisory_unlock({LockClass}, {unchecked((int)(uint)table)})"), CancellationToken.None);
    }

    /// <summary>Runs statements in one transaction that waits for a lock for a moment only, again and again.</summary>
    public Task BrieflyAsync(TableName table, IReadOnlyList<SqlText> statements, CancellationToken cancellationToken) => new LockRetry(clock).RunAsync(
        () => writer.InTransactionAsync(async () =>
        {
            foreach (var statement in statements) await writer.ExecuteAsync(statement, cancellationToken);
            return true;
        }, [new("lock_timeout", LockRetry.Patience), new("client_min_messages", "warning")], cancellationToken),
        async () => progress?.Report(new($"waiting for a lock on {table}{await HoldersAsync(table)}", 0, null, "")), cancellationToken);

    /// <summary>Runs a statement with CONCURRENTLY, and tells how far it is.</summary>
    public async Task ConcurrentlyAsync(TableName table, SqlText statement, string what, CancellationToken cancellationToken)
    {
        // Taken first and let go at once: the build itself is not begun while another session holds the table.
        try
        {
            await BrieflyAsync(table, [SqlText.Of($"LOCK TABLE {table} IN SHARE UPDATE EXCLUSIVE MODE")], cancellationToken);
        }
        catch (PostgresException view) when (view.SqlState == PostgresErrorCodes.WrongObjectType)
        {
            // A materialized view cannot be locked so.
        }

        await writer.ExecuteAsync(SqlText.Of($"SELECT set_config('lock_timeout', {SqlText.Value(patience.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture))}, false)"), cancellationToken);
        using var watched = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = progress is null ? Task.CompletedTask : new BuildWatch(reader, clock, writer.ProcessId, what, progress).RunAsync(watched.Token);
        try
        {
            await writer.ExecuteAsync(statement, cancellationToken);
        }
        finally
        {
            await watched.CancelAsync();
            await watching;
        }
    }

    /// <summary>The sessions that hold a table, for a sentence.</summary>
    public async Task<string> HoldersAsync(TableName table)
    {
        try
        {
            var holders = await reader.QueryAsync(SqlText.Of($"""
                SELECT l.pid, coalesce(a.usename::text, 'someone'), coalesce(a.state, 'active'), l.mode FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
                WHERE l.relation = {SqlText.Value(Quote.Table(table))}::regclass AND l.granted AND l.pid NOT IN (pg_backend_pid(), {writer.ProcessId}) ORDER BY l.mode = 'AccessShareLock', a.xact_start LIMIT 1
                """), row => $", held by server process {row.GetInt32(0)} ({row.GetString(1)}, {row.GetString(2)}, {row.GetString(3)})", CancellationToken.None);
            return holders.Count > 0 ? holders[0] : "";
        }
        catch (PostgresException)
        {
            return "";
        }
    }

    /// <summary>Whether an index is valid.</summary>
    /// <returns><see langword="null"/> where there is none.</returns>
    public async Task<bool?> IsValidAsync(TableName index, CancellationToken cancellationToken) => await writer.QueryAsync(SqlText.Of($"""
        SELECT x.indisvalid FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = {SqlText.Value(index.Schema)} AND c.relname = {SqlText.Value(index.Name)}
        """), row => row.GetBoolean(0), cancellationToken) is [var valid] ? valid : null;
}
