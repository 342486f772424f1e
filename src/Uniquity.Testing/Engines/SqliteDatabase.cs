namespace Uniquity.Testing.Engines;

/// <summary>A SQLite database file of its own for one test, in a temporary folder that is removed afterwards.</summary>
/// <remarks>Only a path: the driver, and so the file itself, comes from whoever opens it first.</remarks>
public sealed class SqliteDatabase : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("uniquity-sqlite-").FullName;

    /// <summary>Reserves a path.</summary>
    /// <param name="fileName">The file's name, for tests of unusual names.</param>
    public SqliteDatabase(string fileName = "test.db") => FilePath = Path.Combine(folder, fileName);

    /// <summary>The full path of the file, which does not exist until something opens it for writing.</summary>
    public string FilePath { get; }

    /// <summary>The target as <c>--db</c> takes it: <c>sqlite:PATH</c>.</summary>
    public string Url => $"sqlite:{FilePath}";

    /// <summary>Removes the file and what SQLite keeps beside it (journal, write-ahead log).</summary>
    public void Dispose()
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }
}
