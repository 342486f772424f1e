using System.Data.Common;

namespace Uniquity.Writing;

/// <summary>Runs the statements of one caller.</summary>
internal interface IWriteSession
{
    /// <summary>Whether a statement is a trip to a server: then it is worth guessing which of two will be needed.</summary>
    bool IsRemote { get; }

    /// <summary>The first row of a statement; <see langword="null"/> where there is none.</summary>
    Task<TRow?> FirstAsync<TRow>(WriteStatement statement, Func<DbDataReader, TRow> read, CancellationToken cancellation)
        where TRow : class;

    /// <summary>The first row of the first of two statements that has one; both are sent at once.</summary>
    /// <param name="first">The first.</param>
    /// <param name="readFirst">Reads its row.</param>
    /// <param name="second">The second, which sees what the first did, and what others committed while that waited.</param>
    /// <param name="readSecond">Reads its row.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<TRow?> FirstOfAsync<TRow>(
        WriteStatement first, Func<DbDataReader, TRow> readFirst, WriteStatement second, Func<DbDataReader, TRow> readSecond, CancellationToken cancellation)
        where TRow : class;
}
