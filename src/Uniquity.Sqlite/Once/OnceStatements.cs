using Microsoft.Data.Sqlite;
using Uniquity.Once;

namespace Uniquity.Sqlite.Once;

/// <summary>The statements over the table of keys. Times are milliseconds since 1970, UTC.</summary>
internal sealed class OnceStatements(OnceOptions options, TimeProvider clock)
{
    /// <summary>What a call inside the caller's transaction rolls back to.</summary>
    public const string Savepoint = "uniquity_once";

    /// <summary>The table, as a migration would make it.</summary>
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS uniquity_once (
            scope TEXT NOT NULL,
            key TEXT NOT NULL,
            fingerprint BLOB NOT NULL,
            result BLOB,
            created INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            PRIMARY KEY (scope, key)
        );
        CREATE INDEX IF NOT EXISTS uniquity_once_expires ON uniquity_once (expires);
        """;

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Makes the table.</summary>
    public static int Create(SqliteConnection connection)
    {
        using var command = Command(connection, null, Schema);
        return command.ExecuteNonQuery();
    }

    /// <summary>Stores the key, in place of one whose time is over.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Insert(SqliteConnection connection, SqliteTransaction transaction, OnceCall call)
    {
        var now = Now;
        using var command = Command(
            connection,
            transaction,
            """
            INSERT INTO uniquity_once (scope, key, fingerprint, created, expires) VALUES ($scope, $key, $fingerprint, $now, $expires)
            ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint, result = NULL, created = excluded.created, expires = excluded.expires
            WHERE uniquity_once.expires <= $now
            """,
            call);
        command.Parameters.AddWithValue("$fingerprint", call.Fingerprint.ToArray());
        command.Parameters.AddWithValue("$now", now);
        command.Parameters.AddWithValue("$expires", now + (long)Math.Min(options.Retention.TotalMilliseconds, long.MaxValue / 2d));
        return command.ExecuteNonQuery() == 1;
    }

    /// <summary>The stored fingerprint and result.</summary>
    public static (byte[] Fingerprint, byte[] Result) Find(SqliteConnection connection, SqliteTransaction transaction, OnceCall call)
    {
        using var command = Command(connection, transaction, "SELECT fingerprint, coalesce(result, x'') FROM uniquity_once WHERE scope = $scope AND key = $key", call);
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetFieldValue<byte[]>(0), reader.GetFieldValue<byte[]>(1));
    }

    /// <summary>Stores the result beside its key.</summary>
    public static void Complete(SqliteConnection connection, SqliteTransaction transaction, OnceCall call, byte[] result)
    {
        using var command = Command(connection, transaction, "UPDATE uniquity_once SET result = $result WHERE scope = $scope AND key = $key", call);
        command.Parameters.AddWithValue("$result", result);
        command.ExecuteNonQuery();
    }

    /// <summary>Removes the keys whose time is over.</summary>
    public long RemoveExpired(SqliteConnection connection)
    {
        using var command = Command(connection, null, "DELETE FROM uniquity_once WHERE expires <= $now");
        command.Parameters.AddWithValue("$now", Now);
        return command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction? transaction, string sql, OnceCall? call = null)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        if (call is null) return command;
        command.Parameters.AddWithValue("$scope", call.Scope);
        command.Parameters.AddWithValue("$key", call.Key);
        return command;
    }
}
