using Uniquity.Loading;

namespace Uniquity.Sqlite.Loading;

/// <summary>How far loads are: a row for each that is not complete, in the table <c>uniquity_loads</c>, which goes with the last.</summary>
internal sealed class LoadProgressTable(LoadConnection connection, LoadRequest request)
{
    private string? id;

    /// <summary>Begins a load, or finds the one to go on with.</summary>
    public LoadPoint Begin()
    {
        if (!StoppedLoads.Keep(request)) return LoadPoint.Start;
        if (request.Resume) return Find();
        id = Guid.NewGuid().ToString("N");
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            connection.Execute(
                """
                CREATE TABLE IF NOT EXISTS uniquity_loads (id TEXT PRIMARY KEY NOT NULL, fingerprint TEXT NOT NULL, target TEXT NOT NULL, policy TEXT NOT NULL, source TEXT NOT NULL,
                  inserted INTEGER NOT NULL, updated INTEGER NOT NULL, skipped INTEGER NOT NULL, rejected INTEGER NOT NULL, reject_bytes INTEGER NOT NULL, updated_at TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')))
                """);
            connection.Execute(
                "INSERT INTO uniquity_loads (id, fingerprint, target, policy, source, inserted, updated, skipped, rejected, reject_bytes) VALUES (?1, ?2, ?3, ?4, ?5, 0, 0, 0, 0, 0)",
                id, request.Fingerprint, request.Table.Name, request.OnConflict.ToString(), request.Source);
            connection.Execute("COMMIT");
        }
        catch (SqliteRefusal)
        {
            connection.RollBack();
            throw;
        }

        return LoadPoint.Start;
    }

    /// <summary>Notes how far it is, in the transaction at hand.</summary>
    /// <exception cref="LoadStoppedException">Another process has gone on with it: what this transaction did is in already.</exception>
    public void Save(LoadPoint from, LoadPoint to)
    {
        if (id is null) return;
        var saved = connection.Execute(
            "UPDATE uniquity_loads SET inserted = ?1, updated = ?2, skipped = ?3, rejected = ?4, reject_bytes = ?5, updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = ?6 AND inserted + updated + skipped + rejected = ?7",
            to.Inserted, to.Updated, to.Skipped, to.Rejected, to.RejectBytes, id, from.Read);
        if (saved == 0) throw new LoadStoppedException("another process goes on with this load, so this one ends");
    }

    /// <summary>Forgets it.</summary>
    public void Forget()
    {
        if (id is null) return;
        connection.Execute("BEGIN IMMEDIATE");
        try
        {
            connection.Execute("DELETE FROM uniquity_loads WHERE id = ?1", id);
            if (connection.Query("SELECT count(*) FROM uniquity_loads", row => row.Number(0)) is [0]) connection.Execute("DROP TABLE uniquity_loads");
            connection.Execute("COMMIT");
        }
        catch (SqliteRefusal)
        {
            connection.RollBack();
            throw;
        }
    }

    private LoadPoint Find()
    {
        var exists = connection.Query("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'uniquity_loads'", row => row.Number(0)) is not [0];
        var rows = !exists ? [] : connection.Query(
            "SELECT id, fingerprint, inserted, updated, skipped, rejected, reject_bytes FROM uniquity_loads WHERE target = ?1 AND policy = ?2 AND source = ?3 ORDER BY updated_at DESC",
            row => (Id: row.Text(0), Fingerprint: row.Text(1), Point: new LoadPoint(row.Number(2), row.Number(3), row.Number(4), row.Number(5), row.Number(6))),
            request.Table.Name, request.OnConflict.ToString(), request.Source);
        (id, _, var point) = StoppedLoads.Find(request, rows, row => row.Fingerprint);
        return point;
    }
}
