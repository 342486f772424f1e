using System.Data.Common;
using Npgsql;
using NpgsqlTypes;
using Uniquity.Writing;

namespace Uniquity.PostgreSql.Writing;

/// <summary>Runs the statements of race-free writes on a connection, in whatever transaction it has.</summary>
internal sealed class NpgsqlWriteSession(NpgsqlConnection connection) : IWriteSession
{
    /// <inheritdoc/>
    public bool SelectsInserted => true;

    /// <inheritdoc/>
    public async Task<TRow?> FirstAsync<TRow>(WriteStatement statement, Func<DbDataReader, TRow> read, CancellationToken cancellation)
        where TRow : class
    {
        await using var command = new NpgsqlCommand(statement.Sql, connection);
        foreach (var (_, value) in statement.Values) command.Parameters.Add(Parameter(value));
        await using var reader = await command.ExecuteReaderAsync(System.Data.CommandBehavior.SingleResult, cancellation);
        return await reader.ReadAsync(cancellation) ? read(reader) : null;
    }

    /// <summary>A value as its own type tells; a text as what the server wants there: json, an enumeration, citext.</summary>
    public static NpgsqlParameter Parameter(object? value) => value switch
    {
        null => new() { Value = DBNull.Value },
        string text => new() { Value = text, NpgsqlDbType = NpgsqlDbType.Unknown },
        _ => new() { Value = value },
    };
}
