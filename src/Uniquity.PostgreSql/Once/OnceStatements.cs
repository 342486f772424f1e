using Npgsql;
using NpgsqlTypes;
using Uniquity.Once;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Once;

/// <summary>The statements over the table of keys.</summary>
/// <remarks>
/// A lock of the key comes before its row: who waits for a row waits inside an INSERT, where nothing bounds the wait but an error
/// that breaks the transaction. The lock ends with the transaction and needs no row; two keys that share its 64-bit hash merely
/// wait for each other.
/// </remarks>
internal sealed class OnceStatements(string schema, OnceOptions options)
{
    private const string LockNotAvailable = "55P03";
    private const string Hash = "hashtextextended(length($1)::text || ':' || $1 || $2, 4242)";
    private readonly string _table = $"{Quote.Name(schema)}.once";

    /// <summary>The table, as a migration would make it.</summary>
    public string Schema => $"""
        CREATE SCHEMA IF NOT EXISTS {Quote.Name(schema)};
        CREATE TABLE IF NOT EXISTS {_table} (
            scope text NOT NULL,
            key text NOT NULL,
            fingerprint bytea NOT NULL,
            result bytea,
            created timestamptz NOT NULL DEFAULT clock_timestamp(),
            expires timestamptz NOT NULL,
            PRIMARY KEY (scope, key)
        );
        CREATE INDEX IF NOT EXISTS once_expires_idx ON {_table} (expires);
        """;

    /// <summary>Makes the table. IF NOT EXISTS does not stand two at once: one makes it, the others wait and look.</summary>
    public async Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_xact_lock({4242_0001L});\n{Schema}", connection, transaction);
        if (await ExistsAsync(connection, cancellation)) return;
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Takes the key's lock for the rest of the transaction.</summary>
    /// <returns>Whether it was free, or became so within <see cref="OnceOptions.Wait"/>. Where not after a wait, the transaction is broken.</returns>
    public async Task<bool> LockAsync(NpgsqlConnection connection, OnceCall call, CancellationToken cancellation)
    {
        if (options.Wait == TimeSpan.Zero)
        {
            await using var command = Keyed(connection, $"SELECT pg_try_advisory_xact_lock({Hash})", call);
            return (bool)(await command.ExecuteScalarAsync(cancellation))!;
        }

        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        Add(batch, "SELECT set_config('uniquity.lock_timeout', current_setting('lock_timeout'), true)");
        Add(batch, $"SELECT set_config('lock_timeout', $1, true)", options.Wait == Timeout.InfiniteTimeSpan ? "0" : $"{Math.Max(1, (long)options.Wait.TotalMilliseconds)}ms");
        Add(batch, $"SELECT pg_advisory_xact_lock({Hash})", call.Scope, call.Key);
        Add(batch, "SELECT set_config('lock_timeout', current_setting('uniquity.lock_timeout'), true)");
        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
            return true;
        }
        catch (PostgresException refusal) when (refusal.SqlState == LockNotAvailable)
        {
            return false;
        }
    }

    /// <summary>Stores the key, in place of one whose time is over.</summary>
    /// <returns>Whether it is new.</returns>
    public async Task<bool> InsertAsync(NpgsqlConnection connection, OnceCall call, CancellationToken cancellation)
    {
        await using var command = Keyed(
            connection,
            $"""
            INSERT INTO {_table} AS o (scope, key, fingerprint, expires) VALUES ($1, $2, $3, clock_timestamp() + $4)
            ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint, result = NULL, created = clock_timestamp(), expires = excluded.expires
            WHERE o.expires <= clock_timestamp()
            """,
            call);
        command.Parameters.Add(new() { Value = call.Fingerprint.ToArray(), NpgsqlDbType = NpgsqlDbType.Bytea });
        command.Parameters.Add(new() { Value = options.Retention, NpgsqlDbType = NpgsqlDbType.Interval });
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    /// <summary>The stored fingerprint and result; <see langword="null"/> where the key is gone by now.</summary>
    public async Task<(byte[] Fingerprint, byte[]? Result)?> FindAsync(NpgsqlConnection connection, OnceCall call, CancellationToken cancellation)
    {
        await using var command = Keyed(connection, $"SELECT fingerprint, result FROM {_table} WHERE scope = $1 AND key = $2", call);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        return (reader.GetFieldValue<byte[]>(0), await reader.IsDBNullAsync(1, cancellation) ? null : reader.GetFieldValue<byte[]>(1));
    }

    /// <summary>Stores the result beside its key.</summary>
    public async Task CompleteAsync(NpgsqlConnection connection, OnceCall call, ReadOnlyMemory<byte> result, CancellationToken cancellation)
    {
        await using var command = Keyed(connection, $"UPDATE {_table} SET result = $3 WHERE scope = $1 AND key = $2", call);
        command.Parameters.Add(new() { Value = result, NpgsqlDbType = NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Removes some keys whose time is over, passing by those that are being used again.</summary>
    public async Task<int> RemoveExpiredAsync(NpgsqlConnection connection, int most, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"DELETE FROM {_table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {_table} WHERE expires <= clock_timestamp() LIMIT $1 FOR UPDATE SKIP LOCKED))", connection);
        command.Parameters.Add(new() { Value = most });
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<bool> ExistsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection);
        command.Parameters.Add(new() { Value = _table });
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static NpgsqlCommand Keyed(NpgsqlConnection connection, string sql, OnceCall call) =>
        new(sql, connection) { Parameters = { new() { Value = call.Scope }, new() { Value = call.Key } } };

    private static void Add(NpgsqlBatch batch, string sql, params string[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }
}
