using Microsoft.Data.Sqlite;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Violations;

namespace Uniquity.Sqlite;

/// <summary>Completes a violation by what SQLite does not print: the index that refused.</summary>
public static class SqliteViolations
{
    private const string PrimaryKey = "1555";
    private const string RowId = "2579";

    /// <summary>Finds the index in the schema by the table and the columns that the message names.</summary>
    /// <param name="connection">An open connection to the same database; a transaction on it goes on.</param>
    /// <param name="violation">The violation, as <see cref="UniqueViolationExceptions.TryGetUniqueViolation"/> reads it.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>
    /// The violation with its index; as it was where it has one, where it names no table, or where several unique indexes have
    /// just these columns. The key of a table's INTEGER PRIMARY KEY, which has no index, is called <c>PRIMARY KEY</c>.
    /// </returns>
    /// <exception cref="SqliteException">The schema cannot be read.</exception>
    public static async Task<Violation> FindIndexAsync(this SqliteConnection connection, Violation violation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(violation);
        if (violation.Index is not null || violation.Table is null) return violation;
        var columns = violation.Key.Select(part => part.Field).ToList();
        var found = (await UniqueIndexColumns.ReadAsync(connection, violation.Table, cancellationToken))
            .Where(index => index.Columns.SequenceEqual(columns, StringComparer.OrdinalIgnoreCase))
            .Select(index => index.Name).ToList();
        return found switch
        {
            [var only] => violation with { Index = only },
            [] when violation.Code is PrimaryKey or RowId => violation with { Index = UniqueIndexReader.RowidPrimaryKey },
            _ => violation,
        };
    }
}
