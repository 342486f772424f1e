namespace Uniquity.Sqlite.Resolving.Archiving;

/// <summary>The tables that know all runs.</summary>
internal static class RunStoreSql
{
    /// <summary>Makes them where they are not there yet.</summary>
    public static IReadOnlyList<string> Create { get; } =
    [
        """
        CREATE TABLE IF NOT EXISTS main.uniquity_runs (
          id TEXT PRIMARY KEY, state TEXT NOT NULL, table_name TEXT NOT NULL, key TEXT NOT NULL, policy TEXT NOT NULL, plan TEXT NOT NULL,
          groups INTEGER NOT NULL DEFAULT 0, removed INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0, repointed INTEGER NOT NULL DEFAULT 0,
          done_group INTEGER NOT NULL DEFAULT 0, last_group INTEGER NOT NULL DEFAULT 0, batches INTEGER NOT NULL DEFAULT 0, listed INTEGER NOT NULL DEFAULT 0,
          pid INTEGER NOT NULL, host TEXT NOT NULL, by_user TEXT NOT NULL, started TEXT NOT NULL, ended TEXT)
        """,
        """
        CREATE TABLE IF NOT EXISTS main.uniquity_archives (
          run TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, relation TEXT NOT NULL, table_name TEXT NOT NULL, meta TEXT NOT NULL,
          columns TEXT NOT NULL, id TEXT NOT NULL, volatile INTEGER NOT NULL, changed TEXT NOT NULL, PRIMARY KEY (run, number)) WITHOUT ROWID
        """,
    ];

    /// <summary>Every run, the newest first.</summary>
    public const string List = """
        SELECT id, state, table_name, key, policy, groups, removed, changed, repointed, started, ended, plan, done_group, last_group, batches, listed
        FROM main.uniquity_runs ORDER BY started DESC, rowid DESC
        """;
}
