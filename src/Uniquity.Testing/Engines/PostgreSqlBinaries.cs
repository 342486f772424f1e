namespace Uniquity.Testing.Engines;

/// <summary>Finds PostgreSQL's server programs on this machine.</summary>
internal static class PostgreSqlBinaries
{
    /// <summary>Names the folder of the programs to use instead of the newest that is found.</summary>
    public const string FolderVariable = "UNIQUITY_TEST_POSTGRES_BIN";

    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];

    /// <summary>The folder with initdb, pg_ctl and postgres, or <see langword="null"/> where there is none.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } named) return IsServer(named) ? named : null;
        return DebianFolders().Concat(SearchPath()).FirstOrDefault(IsServer);
    }

    /// <summary>Debian keeps a folder for each major version, outside PATH; the newest comes first.</summary>
    private static IEnumerable<string> DebianFolders()
    {
        const string root = "/usr/lib/postgresql";
        if (!Directory.Exists(root)) return [];
        return Directory.GetDirectories(root)
            .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var major) ? major : 0)
            .Select(folder => Path.Combine(folder, "bin"));
    }

    private static string[] SearchPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static bool IsServer(string folder) =>
        Programs.All(program => File.Exists(Path.Combine(folder, program)));
}
