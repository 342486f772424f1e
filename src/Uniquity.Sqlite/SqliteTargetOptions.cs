namespace Uniquity.Sqlite;

/// <summary>How to open a SQLite database for reading.</summary>
public sealed record SqliteTargetOptions
{
    /// <summary>The path of the file, relative to the current folder or absolute; no escapes, no URL.</summary>
    public required string Path { get; init; }

    /// <summary>How long one statement may run, or a stream may take to its next row, before it is stopped.</summary>
    /// <value>30 seconds. <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> for no limit.</value>
    public TimeSpan StatementTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for a writer that has locked the file.</summary>
    /// <value>5 seconds.</value>
    public TimeSpan LockTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads a target as a person types it: <c>sqlite:PATH</c>.</summary>
    /// <remarks>
    /// A file of exactly this name is taken first, so that <c>%</c> and <c>?</c> can stand in names; else percent-escapes are
    /// resolved. <c>sqlite:///data/shop.db</c> is read as <c>/data/shop.db</c>, or as <c>data/shop.db</c> where only that exists
    /// (SQLAlchemy and Prisma write relative paths so).
    /// </remarks>
    /// <exception cref="Targets.UsageException">The text is no such target, or names a database in memory.</exception>
    public static SqliteTargetOptions FromUrl(string url) => new() { Path = Connecting.SqliteUrl.ToPath(url, File.Exists) };
}
