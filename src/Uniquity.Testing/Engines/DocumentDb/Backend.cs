using Npgsql;
using NpgsqlTypes;

namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>One connection to the database behind the endpoint. One command at a time; the others wait.</summary>
internal sealed class Backend(NpgsqlConnection connection) : IAsyncDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private long timeoutMilliseconds;

    public static async Task<Backend> OpenAsync(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        new(await source.OpenConnectionAsync(cancellationToken));

    /// <summary>Runs a statement and gives its first row, nulls as <see langword="null"/>.</summary>
    public async Task<object?[]> RowAsync(string sql, long maxTimeMs, object?[] values, bool asText = false, CancellationToken cancellationToken = default)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            if (maxTimeMs != timeoutMilliseconds)
            {
                await using var set = new NpgsqlCommand($"SET statement_timeout = {maxTimeMs}", connection);
                await set.ExecuteNonQueryAsync(cancellationToken);
                timeoutMilliseconds = maxTimeMs;
            }

            await using var command = new NpgsqlCommand(sql, connection) { AllResultTypesAreUnknown = asText, CommandTimeout = 0 };
            foreach (var value in values) command.Parameters.Add(Parameter(value));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            if (!await reader.ReadAsync(cancellationToken)) return [];
            var row = new object?[reader.FieldCount];
            for (var column = 0; column < row.Length; column++) row[column] = await reader.IsDBNullAsync(column, cancellationToken) ? null : reader.GetValue(column);
            return row;
        }
        finally
        {
            turn.Release();
        }
    }

    public Task ExecuteAsync(string sql, CancellationToken cancellationToken = default) =>
        RowAsync(sql, timeoutMilliseconds, [], asText: false, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        turn.Dispose();
    }

    private static NpgsqlParameter Parameter(object? value) => value switch
    {
        ReadOnlyMemory<byte> bytes => new() { Value = bytes.ToArray(), NpgsqlDbType = NpgsqlDbType.Bytea },
        byte[] bytes => new() { Value = bytes, NpgsqlDbType = NpgsqlDbType.Bytea },
        long[] numbers => new() { Value = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint },
        string text => new() { Value = text, NpgsqlDbType = NpgsqlDbType.Text },
        _ => new() { Value = DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
    };
}
