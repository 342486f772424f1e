using System.Data.Common;

namespace Uniquity.Writing;

/// <summary>Runs the statements of one caller.</summary>
internal interface IWriteSession
{
    /// <summary>Whether a statement can insert and select at once.</summary>
    bool SelectsInserted { get; }

    /// <summary>The first row of a statement; <see langword="null"/> where there is none.</summary>
    Task<TRow?> FirstAsync<TRow>(WriteStatement statement, Func<DbDataReader, TRow> read, CancellationToken cancellation)
        where TRow : class;
}
