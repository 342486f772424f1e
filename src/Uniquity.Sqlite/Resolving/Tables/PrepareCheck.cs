using Uniquity.Resolving;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving.Tables;

/// <summary>Lets SQLite prepare what will be run on a table: what only the application can do (its collations and functions) is found before anything is changed.</summary>
internal static class PrepareCheck
{
    /// <summary>Checks a table.</summary>
    /// <exception cref="RefusedException">SQLite cannot prepare a statement; the message says why.</exception>
    public static async Task CheckAsync(SqliteSession session, TableShape table, CancellationToken cancellation)
    {
        var columns = table.Columns.Where(column => !column.Generated).Select(column => SqliteName.Quote(column.Name)).ToList();
        string[] statements =
        [
            $"DELETE FROM {table.From} WHERE 0",
            $"UPDATE {table.From} SET {Names.List(columns.Select(column => $"{column} = {column}"))} WHERE 0",
            $"INSERT INTO {table.From} ({Names.List(columns)}) SELECT {Names.List(columns)} FROM {table.From} WHERE 0",
        ];
        foreach (var statement in statements)
        {
            try
            {
                await session.QueryAsync(new SqlText().Add("EXPLAIN " + statement), _ => 0, cancellation);
            }
            catch (TargetException fault) when (fault.InnerException is Microsoft.Data.Sqlite.SqliteException inner && inner.SqliteErrorCode == SQLitePCL.raw.SQLITE_ERROR)
            {
                throw new RefusedException($"{table.Name} cannot be written from here: {SqliteFault.Text(inner)}. Only the application that registers it can: run the resolution where it is known, or drop what uses it first.", fault);
            }
        }
    }
}
