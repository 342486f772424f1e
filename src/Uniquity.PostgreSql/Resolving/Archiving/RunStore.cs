using System.Text.Json;
using Npgsql;
using Uniquity.PostgreSql.Duplicates;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving.Archiving;

/// <summary>Reads and writes what the target knows of runs.</summary>
internal sealed class RunStore(WriteSession session)
{
    /// <summary>Whether the schema of archives is there.</summary>
    public Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        session.OneAsync(SqlText.Raw("SELECT to_regclass('uniquity.archives') IS NOT NULL"), row => row.GetBoolean(0), cancellationToken);

    /// <summary>Makes it; two sessions that do so at once wait for each other.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        if (await ExistsAsync(cancellationToken)) return;
        await session.InTransactionAsync(async () =>
        {
            await session.ExecuteAsync(SqlText.Of($"SELECT pg_advisory_xact_lock({RunStoreSql.LockClass}, 0)"), cancellationToken);
            // Whoever was given the schema may not be allowed to make one, even one that is there.
            if (!await session.OneAsync(SqlText.Raw("SELECT to_regnamespace('uniquity') IS NOT NULL"), row => row.GetBoolean(0), cancellationToken))
            {
                foreach (var statement in RunStoreSql.CreateSchema) await session.ExecuteAsync(statement, cancellationToken);
            }

            foreach (var statement in RunStoreSql.CreateTables) await session.ExecuteAsync(statement, cancellationToken);
            return true;
        }, [new("client_min_messages", "warning")], cancellationToken);
    }

    /// <summary>Every run, the newest first.</summary>
    public async Task<IReadOnlyList<RunRecord>> ListAsync(CancellationToken cancellationToken) =>
        await ExistsAsync(cancellationToken) ? await session.QueryAsync(RunStoreSql.List(null), Read, cancellationToken) : [];

    /// <summary>One run.</summary>
    /// <exception cref="Uniquity.Targets.UsageException">There is no such run.</exception>
    public async Task<RunRecord> FindAsync(string run, CancellationToken cancellationToken)
    {
        var found = await ExistsAsync(cancellationToken) ? await session.QueryAsync(RunStoreSql.List(run), Read, cancellationToken) : [];
        return found is [var record] ? record : throw new Uniquity.Targets.UsageException($"There is no run {run} in this database: uniquity runs lists them.");
    }

    /// <summary>Holds a table for this session.</summary>
    /// <exception cref="RefusedException">Another session holds it; the message says who.</exception>
    public async Task HoldAsync(long table, string name, CancellationToken cancellationToken)
    {
        if (await session.OneAsync(SqlText.Of($"SELECT pg_try_advisory_lock({RunStoreSql.LockClass}, {Key(table)})"), row => row.GetBoolean(0), cancellationToken)) return;
        var holders = await session.QueryAsync(RunStoreSql.Holder(table), row => (Pid: row.GetInt32(0), Run: row.Text(1), User: row.Text(2), Since: row.Text(3)), cancellationToken);
        throw new RefusedException(holders is [{ Run: not null } holder]
            ? $"{name} is held by run {holder.Run} of {holder.User} since {holder.Since} (server process {holder.Pid}): wait for it, or stop it first."
            : $"{name} is held by another session{(holders is [var other] ? $" (server process {other.Pid})" : "")}: wait for it, or stop it first.");
    }

    /// <summary>Lets the table go.</summary>
    public async Task ReleaseAsync(long table)
    {
        if (session.IsOpen) await session.ExecuteAsync(SqlText.Of($"SELECT pg_advisory_unlock({RunStoreSql.LockClass}, {Key(table)})"), CancellationToken.None);
    }

    /// <summary>Changes what is known of a run.</summary>
    public Task SetAsync(string run, SqlText assignments, CancellationToken cancellationToken) =>
        session.ExecuteAsync(SqlText.Of($"UPDATE uniquity.runs SET heartbeat = clock_timestamp(), {assignments} WHERE id = {SqlText.Value(run)}"), cancellationToken);

    /// <summary>Marks a run as this session's.</summary>
    public Task TakeAsync(string run, string state, CancellationToken cancellationToken) => SetAsync(run, SqlText.Of($"""
        state = {SqlText.Value(state)}, ended = NULL, pid = pg_backend_pid(), backend_start = (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())
        """), cancellationToken);

    /// <summary>Records a new run and makes its archive, in the open transaction.</summary>
    public async Task AddAsync(RunRecord record, string policy, CancellationToken cancellationToken)
    {
        var run = record.Run;
        await session.ExecuteAsync(SqlText.Of($"""
            INSERT INTO uniquity.runs (id, state, schema_name, table_name, table_id, key, policy, plan, pid, backend_start)
            SELECT {SqlText.Value(run.Id)}, 'planned', {SqlText.Value(run.Table.Schema)}, {SqlText.Value(run.Table.Name)}, {record.Table}, {Json(run.Key)}, {SqlText.Value(policy)},
              {SqlText.Value(record.Plan, "json")}, pg_backend_pid(), (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())
            """), cancellationToken);
    }

    /// <summary>Records a table of an archive.</summary>
    public Task AddAsync(string run, int number, ArchiveTable table, CancellationToken cancellationToken) => session.ExecuteAsync(SqlText.Of($"""
        INSERT INTO uniquity.archives VALUES ({SqlText.Value(run)}, {number}, {SqlText.Value(table.Kind.ToString())}, {SqlText.Value(table.Relation)}, {SqlText.Value(table.Table.Schema)},
          {SqlText.Value(table.Table.Name)}, {SqlText.Value(table.Meta)}, {Json(table.Columns)}, {Json(table.Id)}, {Json(table.Moved)}, {SqlText.Value(table.Physical ? "true" : "false", "boolean")})
        """), cancellationToken);

    /// <summary>The archive of a run.</summary>
    public async Task<RunArchive> ArchiveAsync(string run, CancellationToken cancellationToken) => new(run, await session.QueryAsync(SqlText.Of($"""
        SELECT kind, relation, schema_name, table_name, meta, columns::text, id::text, moved::text, physical FROM uniquity.archives WHERE run = {SqlText.Value(run)} ORDER BY number
        """), row => new ArchiveTable(
            Enum.Parse<ArchiveKind>(row.GetString(0)), row.GetString(1), new(row.GetString(2), row.GetString(3)), row.GetString(4), Strings(row.GetString(5)), Strings(row.GetString(6)), Strings(row.GetString(7)), row.GetBoolean(8)),
        cancellationToken));

    /// <summary>Drops a run with its archive, in the open transaction.</summary>
    public async Task DropAsync(RunArchive archive, CancellationToken cancellationToken)
    {
        foreach (var table in archive.Tables.Select(table => table.Sql).Append(archive.Work)) await session.ExecuteAsync(SqlText.Of($"DROP TABLE IF EXISTS {table}"), cancellationToken);
        await session.ExecuteAsync(SqlText.Of($"DELETE FROM uniquity.runs WHERE id = {SqlText.Value(archive.Run)}"), cancellationToken);
    }

    private static SqlText Json(IReadOnlyList<string> values) => SqlText.Value(JsonSerializer.Serialize([.. values], IdsJson.Default.StringArray), "json");

    private static string[] Strings(string json) => JsonSerializer.Deserialize(json, IdsJson.Default.StringArray)!;

    /// <summary>An object id has 32 bits without a sign, the key of a lock has them with one.</summary>
    private static long Key(long table) => unchecked((int)(uint)table);

    private static RunRecord Read(NpgsqlDataReader row) => new(
        new(row.GetString(0), State(row.GetString(1)), new(row.GetString(2), row.GetString(3)), Strings(row.GetString(4)), row.GetString(5),
            row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), Time(row, 10), row.IsDBNull(11) ? null : Time(row, 11))
        { Undoing = row.GetBoolean(18) },
        row.GetInt64(12), row.GetString(13), row.GetInt64(14), row.GetInt64(15), row.GetInt32(16), row.Text(17), row.GetBoolean(18));

    private static DateTimeOffset Time(NpgsqlDataReader row, int column) => new(row.GetFieldValue<DateTime>(column));

    private static RunState State(string state) => state switch
    {
        "planned" => RunState.Planned,
        "running" => RunState.Running,
        "complete" => RunState.Complete,
        "undone" => RunState.Undone,
        "partlyUndone" => RunState.PartlyUndone,
        _ => RunState.Interrupted,
    };
}
