using System.Data.Common;
using System.Globalization;

namespace Uniquity.Cli.Commands.Demo;

/// <summary>The demo's own file, which it makes and writes; what the commands then read they read through the adapter.</summary>
internal sealed class DemoDatabase : IAsyncDisposable
{
    private readonly DbConnection _connection;

    private DemoDatabase(DbConnection connection) => _connection = connection;

    /// <summary>Makes an empty one.</summary>
    public static async Task<DemoDatabase> CreateAsync(string path, CancellationToken cancellationToken) =>
        new(await Composition.CreateFileAsync(path, cancellationToken));

    /// <summary>Runs a statement of the demo.</summary>
    /// <exception cref="DbException">It was refused.</exception>
    public async Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        await using var command = Prepare(statement);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Runs an insert of the demo once for each row, in one transaction.</summary>
    public async Task InsertAsync(string statement, IEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        await using var command = Prepare(statement);
        command.Transaction = transaction;
        foreach (var row in rows)
        {
            for (var at = command.Parameters.Count; at < row.Length; at++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"${at + 1}");
                command.Parameters.Add(parameter);
            }

            for (var at = 0; at < row.Length; at++) command.Parameters[at].Value = row[at] ?? DBNull.Value;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private DbCommand Prepare(string statement)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of the demo; values travel as parameters.
        command.CommandText = statement;
#pragma warning restore CA2100
        return command;
    }
}
