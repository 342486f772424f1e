using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using Uniquity.Writing;

namespace Uniquity.PostgreSql.Writing;

/// <summary>Runs the statements of race-free writes on a connection, in whatever transaction it has.</summary>
internal sealed class NpgsqlWriteSession(NpgsqlConnection connection) : IWriteSession
{
    /// <inheritdoc/>
    public bool IsRemote => true;

    /// <inheritdoc/>
    public async Task<TRow?> FirstAsync<TRow>(WriteStatement statement, Func<DbDataReader, TRow> read, CancellationToken cancellation)
        where TRow : class
    {
        await using var command = new NpgsqlCommand(statement.Sql, connection);
        foreach (var (_, value) in statement.Values) command.Parameters.Add(Parameter(value));
        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SingleResult, cancellation);
        return await reader.ReadAsync(cancellation) ? read(reader) : null;
    }

    /// <inheritdoc/>
    public async Task<TRow?> FirstOfAsync<TRow>(
        WriteStatement first, Func<DbDataReader, TRow> readFirst, WriteStatement second, Func<DbDataReader, TRow> readSecond, CancellationToken cancellation)
        where TRow : class
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(first), Command(second) } };
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        if (await reader.ReadAsync(cancellation)) return readFirst(reader);
        return await reader.NextResultAsync(cancellation) && await reader.ReadAsync(cancellation) ? readSecond(reader) : null;
    }

    /// <summary>Whether a connection prepares what it runs often: <c>Max Auto Prepare</c> in its connection string.</summary>
    public static bool PlansAreKept(NpgsqlConnection connection) => new NpgsqlConnectionStringBuilder(connection.ConnectionString).MaxAutoPrepare > 0;

    private static NpgsqlBatchCommand Command(WriteStatement statement)
    {
        var command = new NpgsqlBatchCommand(statement.Sql);
        foreach (var (_, value) in statement.Values) command.Parameters.Add(Parameter(value));
        return command;
    }

    /// <summary>A value as its own type tells; a text as what the server wants there: json, an enumeration, citext.</summary>
    public static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new() { Value = DBNull.Value },
        string text => new() { Value = text, NpgsqlDbType = NpgsqlDbType.Unknown },
        _ => new() { Value = value },
    };
}
