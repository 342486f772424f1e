using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving.Archiving;

/// <summary>Reads and writes what the file knows of runs.</summary>
internal sealed class RunStore(SqliteSession session, TimeProvider clock)
{
    /// <summary>Whether anything was ever archived here.</summary>
    public async Task<bool> ExistsAsync(CancellationToken cancellation) =>
        await session.NumberAsync("SELECT count(*) FROM main.sqlite_master WHERE type = 'table' AND name IN ('uniquity_runs', 'uniquity_archives')", cancellation) == 2;

    /// <summary>Every run, the newest first.</summary>
    public async Task<IReadOnlyList<RunRecord>> ListAsync(CancellationToken cancellation) =>
        await ExistsAsync(cancellation) ? await session.QueryAsync(new SqlText().Add(RunStoreSql.List), Read, cancellation) : [];

    /// <summary>One run.</summary>
    /// <exception cref="UsageException">There is no such run.</exception>
    public async Task<RunRecord> FindAsync(string run, CancellationToken cancellation) =>
        (await ListAsync(cancellation)).FirstOrDefault(record => record.Run.Id == run) ?? throw new UsageException($"There is no run {run} in this database: uniquity runs lists them.");

    /// <summary>Changes what is known of a run.</summary>
    public Task SetAsync(string run, SqlText assignments, CancellationToken cancellation)
    {
        var sql = new SqlText().Add("UPDATE main.uniquity_runs SET ").Append(assignments);
        return session.ExecuteAsync(sql.Add(" WHERE id = ").Value(run), cancellation);
    }

    /// <summary>Changes the state of a run.</summary>
    public Task SetStateAsync(string run, string state, bool ended, CancellationToken cancellation) =>
        SetAsync(run, SqlText.Of($"state = {new SqlValue(state)}, ended = {new SqlValue(ended ? Now : null)}"), cancellation);

    /// <summary>Marks a run as this process's.</summary>
    public Task TakeAsync(string run, string state, CancellationToken cancellation) => SetAsync(run, SqlText.Of(
        $"state = {new SqlValue(state)}, ended = NULL, pid = {Environment.ProcessId}, host = {new SqlValue(Environment.MachineName)}, by_user = {new SqlValue(Environment.UserName)}"), cancellation);

    /// <summary>Whoever worked on the table is gone, as this process holds it now.</summary>
    public async Task BuryAsync(TableName table, CancellationToken cancellation)
    {
        if (!await ExistsAsync(cancellation)) return;
        await session.ExecuteAsync(SqlText.Of(
            $"UPDATE main.uniquity_runs SET state = CASE state WHEN 'running' THEN 'interrupted' ELSE 'undostopped' END WHERE state IN ('running', 'undoing') AND table_name = {new SqlValue(table.Name)}"), cancellation);
    }

    /// <summary>Who works on a table.</summary>
    public async Task<string?> HolderAsync(TableName table, CancellationToken cancellation)
    {
        if (!await ExistsAsync(cancellation)) return null;
        var holders = await session.QueryAsync(
            SqlText.Of($"SELECT id, by_user, started, pid, host FROM main.uniquity_runs WHERE state IN ('planned', 'running', 'undoing') AND table_name = {new SqlValue(table.Name)} ORDER BY started DESC, rowid DESC LIMIT 1"),
            row => $"run {row.GetString(0)} of {row.GetString(1)} since {Parse(row.GetString(2)).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} UTC (process {row.GetInt64(3).ToString(CultureInfo.InvariantCulture)} on {row.GetString(4)})", cancellation);
        return holders is [var holder] ? holder : null;
    }

    /// <summary>Records a new run and makes its archive, in the open transaction.</summary>
    public async Task AddAsync(Run run, string plan, RunArchive archive, CancellationToken cancellation)
    {
        foreach (var statement in RunStoreSql.Create) await session.ExecuteAsync(statement, cancellation);
        await session.ExecuteAsync(SqlText.Of($"""
            INSERT INTO main.uniquity_runs (id, state, table_name, key, policy, plan, pid, host, by_user, started)
            VALUES ({new SqlValue(run.Id)}, 'planned', {new SqlValue(run.Table.Name)}, {Json(run.Key)}, {new SqlValue(run.Policy)}, {new SqlValue(plan)}, {Environment.ProcessId}, {new SqlValue(Environment.MachineName)}, {new SqlValue(Environment.UserName)}, {new SqlValue(Now)})
            """), cancellation);
        for (var n = 0; n < archive.Tables.Count; n++)
        {
            var table = archive.Tables[n];
            await session.ExecuteAsync(table.Create, cancellation);
            await session.ExecuteAsync(SqlText.Of($"""
                INSERT INTO main.uniquity_archives VALUES ({new SqlValue(run.Id)}, {n + 1}, {new SqlValue(table.Kind.ToString())}, {new SqlValue(table.Relation)}, {new SqlValue(table.Table.Name)},
                  {new SqlValue(table.Meta)}, {Json(table.Columns)}, {Json(table.Id)}, {(table.Volatile ? 1 : 0)}, {Json(table.Changed)})
                """), cancellation);
        }
    }

    /// <summary>The archive of a run.</summary>
    public async Task<RunArchive> ArchiveAsync(string run, CancellationToken cancellation) => new(run, await session.QueryAsync(
        SqlText.Of($"SELECT kind, relation, table_name, meta, columns, id, volatile, changed FROM main.uniquity_archives WHERE run = {new SqlValue(run)} ORDER BY number"),
        row => new ArchiveTable(
            Enum.Parse<ArchiveKind>(row.GetString(0)), row.GetString(1), new(null, row.GetString(2)), row.GetString(3), Strings(row.GetString(4)), Strings(row.GetString(5)), row.GetInt64(6) != 0, Strings(row.GetString(7))),
        cancellation));

    /// <summary>Drops a run with its archive, in the open transaction.</summary>
    public async Task DropAsync(RunArchive archive, CancellationToken cancellation)
    {
        foreach (var table in archive.Tables.Select(table => table.Sql).Append(archive.Work)) await session.ExecuteAsync($"DROP TABLE IF EXISTS {table}", cancellation);
        await session.ExecuteAsync(SqlText.Of($"DELETE FROM main.uniquity_archives WHERE run = {new SqlValue(archive.Run)}"), cancellation);
        await session.ExecuteAsync(SqlText.Of($"DELETE FROM main.uniquity_runs WHERE id = {new SqlValue(archive.Run)}"), cancellation);
    }

    private string Now => clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);

    private static SqlValue Json(IReadOnlyList<string> values) => new(JsonSerializer.Serialize([.. values], ResolveJson.Default.StringArray));

    private static string[] Strings(string json) => JsonSerializer.Deserialize(json, ResolveJson.Default.StringArray)!;

    private static DateTimeOffset Parse(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);

    private static RunRecord Read(SqliteDataReader row) => new(
        new(row.GetString(0), State(row.GetString(1)), new(null, row.GetString(2)), Strings(row.GetString(3)), row.GetString(4),
            row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), Parse(row.GetString(9)), row.IsDBNull(10) ? null : Parse(row.GetString(10)))
        { Undoing = row.GetString(1) is "undoing" or "undostopped" },
        row.GetString(11), row.GetInt64(12), row.GetInt64(13), row.GetInt64(14), row.GetInt64(15) != 0);

    private static RunState State(string state) => state switch
    {
        "planned" => RunState.Planned,
        "running" or "undoing" => RunState.Running,
        "complete" => RunState.Complete,
        "undone" => RunState.Undone,
        "partlyUndone" => RunState.PartlyUndone,
        _ => RunState.Interrupted,
    };
}
