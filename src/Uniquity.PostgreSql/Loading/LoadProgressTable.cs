using Npgsql;
using Uniquity.Loading;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Loading;

/// <summary>How far loads are: a row for each that is not complete, in the schema <c>uniquity</c>.</summary>
internal sealed class LoadProgressTable(LoadConnection connection)
{
    private string? id;

    /// <summary>Begins a load, or finds the one to go on with.</summary>
    public async Task<LoadPoint> BeginAsync(LoadTable table, CancellationToken cancellationToken)
    {
        var request = table.Request;
        if (!StoppedLoads.Keep(request)) return LoadPoint.Start;
        await MakeAsync(cancellationToken);
        if (!request.Resume)
        {
            id = Guid.NewGuid().ToString("N");
            await HoldAsync(cancellationToken);
            await SaveAsync(LoadPoint.Start, request, cancellationToken);
            return LoadPoint.Start;
        }

        var rows = await FindAsync(table, cancellationToken);
        id = StoppedLoads.Find(request, rows, row => row.Fingerprint).Id;
        await HoldAsync(cancellationToken);

        // Whoever was at it may have ended its last chunk before it let go.
        return (await FindAsync(table, cancellationToken)).Find(row => row.Id == id).Point ?? throw new RefusedException("the load has come to its end in another process: there is nothing left to resume");
    }

    /// <summary>Notes how far it is, in the transaction at hand.</summary>
    public async Task SaveAsync(LoadPoint point, LoadRequest request, CancellationToken cancellationToken)
    {
        if (id is null) return;
        await connection.ExecuteAsync(
            """
            INSERT INTO uniquity.loads AS l (id, fingerprint, target, policy, source, inserted, updated, skipped, rejected, reject_bytes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (id) DO UPDATE SET inserted = $6, updated = $7, skipped = $8, rejected = $9, reject_bytes = $10, updated_at = now()
            """,
            cancellationToken, id, request.Fingerprint, Sql.Quote.Table(request.Table), request.OnConflict.ToString(), request.Source, point.Inserted, point.Updated, point.Skipped, point.Rejected, point.RejectBytes);
    }

    /// <summary>Forgets it.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        if (id is not null) await connection.ExecuteAsync("DELETE FROM uniquity.loads WHERE id = $1", cancellationToken, id);
    }

    private Task<List<(string Id, string Fingerprint, LoadPoint Point)>> FindAsync(LoadTable table, CancellationToken cancellationToken) => connection.QueryAsync(
            "SELECT id, fingerprint, inserted, updated, skipped, rejected, reject_bytes FROM uniquity.loads WHERE target = $1 AND policy = $2 AND source = $3 ORDER BY updated_at DESC",
            row => (Id: row.GetString(0), Fingerprint: row.GetString(1), Point: new LoadPoint(row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6))),
            cancellationToken, table.Sql, table.Request.OnConflict.ToString(), table.Request.Source);

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        if (await connection.QueryAsync("SELECT to_regclass('uniquity.loads') IS NOT NULL", row => row.GetBoolean(0), cancellationToken) is [true]) return;
        try
        {
            await connection.ExecuteAsync("CREATE SCHEMA IF NOT EXISTS uniquity", cancellationToken);
            await connection.ExecuteAsync(
                """
                CREATE TABLE IF NOT EXISTS uniquity.loads (id text PRIMARY KEY, fingerprint text NOT NULL, target text NOT NULL, policy text NOT NULL, source text NOT NULL,
                  inserted bigint NOT NULL, updated bigint NOT NULL, skipped bigint NOT NULL, rejected bigint NOT NULL, reject_bytes bigint NOT NULL, updated_at timestamptz NOT NULL DEFAULT now())
                """, cancellationToken);
        }
        catch (PostgresException raced) when (raced.SqlState is "23505" or "42P06" or "42P07")
        {
            // Two first loads at once; IF NOT EXISTS looks before it waits.
            await MakeAsync(cancellationToken);
        }
    }

    private async Task HoldAsync(CancellationToken cancellationToken)
    {
        if (await connection.QueryAsync("SELECT pg_try_advisory_lock(hashtextextended('uniquity load ' || $1, 0))", row => row.GetBoolean(0), cancellationToken, id) is not [true])
        {
            throw new RefusedException("the load is still running in another process: wait for it, or end that process first");
        }
    }
}
