using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Archiving;

/// <summary>The tables that know all runs.</summary>
internal static class RunStoreSql
{
    /// <summary>The class of the advisory locks that hold runs: the letters UNIQ.</summary>
    public const int LockClass = 0x554E4951;

    /// <summary>Makes the schema.</summary>
    public static IReadOnlyList<SqlText> CreateSchema { get; } =
    [
        SqlText.Raw("CREATE SCHEMA uniquity"),
        SqlText.Raw("COMMENT ON SCHEMA uniquity IS 'Uniquity: runs and their archives. uniquity runs lists them, uniquity runs --forget drops one.'"),
    ];

    /// <summary>Makes its tables where they are not there yet.</summary>
    public static IReadOnlyList<SqlText> CreateTables { get; } =
    [
        SqlText.Raw("""
            CREATE TABLE IF NOT EXISTS uniquity.runs (
              id text PRIMARY KEY, state text NOT NULL, schema_name text NOT NULL, table_name text NOT NULL, table_id bigint NOT NULL,
              key json NOT NULL, policy text NOT NULL, plan json NOT NULL,
              groups bigint NOT NULL DEFAULT 0, removed bigint NOT NULL DEFAULT 0, changed bigint NOT NULL DEFAULT 0, repointed bigint NOT NULL DEFAULT 0,
              done_group bigint NOT NULL DEFAULT 0, last_group bigint NOT NULL DEFAULT 0, batches integer NOT NULL DEFAULT 0, since text,
              pid integer NOT NULL, backend_start timestamptz, by_user text NOT NULL DEFAULT session_user,
              started timestamptz NOT NULL DEFAULT clock_timestamp(), heartbeat timestamptz NOT NULL DEFAULT clock_timestamp(), ended timestamptz)
            """),
        SqlText.Raw("""
            CREATE TABLE IF NOT EXISTS uniquity.archives (
              run text NOT NULL REFERENCES uniquity.runs ON DELETE CASCADE, number integer NOT NULL, kind text NOT NULL, relation text NOT NULL,
              schema_name text NOT NULL, table_name text NOT NULL, meta text NOT NULL, columns json NOT NULL, id json NOT NULL, moved json NOT NULL,
              physical boolean NOT NULL, PRIMARY KEY (run, number))
            """),
    ];

    /// <summary>Every run, or one, the newest first; a run whose session no longer holds it is interrupted.</summary>
    public static SqlText List(string? run) => SqlText.Of($"""
        SELECT r.id, CASE WHEN r.state IN ('running', 'undoing') AND NOT {Held} THEN 'interrupted' WHEN r.state = 'undoing' THEN 'running' ELSE r.state END,
          r.schema_name, r.table_name, r.key::text, r.policy, r.groups, r.removed, r.changed, r.repointed, r.started, r.ended,
          r.table_id, r.plan::text, r.done_group, r.last_group, r.batches, r.since, r.state IN ('undoing', 'undostopped')
        FROM uniquity.runs AS r {(run is null ? SqlText.Empty : SqlText.Of($"WHERE r.id = {SqlText.Value(run)}"))} ORDER BY r.started DESC, r.id DESC
        """);

    /// <summary>Who holds a table now.</summary>
    public static SqlText Holder(long table) => SqlText.Of($"""
        SELECT l.pid, r.id, r.by_user, to_char(r.started AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"')
        FROM pg_locks AS l LEFT JOIN uniquity.runs AS r ON r.pid = l.pid AND r.table_id = {table} AND r.state IN ('planned', 'running', 'undoing')
        WHERE l.locktype = 'advisory' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND l.classid = {LockClass} AND l.objid = {table} AND l.objsubid = 2 AND l.granted ORDER BY r.started DESC NULLS LAST LIMIT 1
        """);

    private static SqlText Held { get; } = SqlText.Of($"""
        EXISTS (SELECT FROM pg_locks AS l WHERE l.locktype = 'advisory' AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND l.classid = {LockClass} AND l.objid = r.table_id AND l.objsubid = 2 AND l.pid = r.pid AND l.granted)
        """);
}
