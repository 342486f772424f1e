namespace Uniquity.Testing.Engines.DocumentDb;

/// <summary>Finds the server that <c>eng/documentdb/up.sh</c> has brought.</summary>
internal static class DocumentDbTree
{
    /// <summary>The folder of its programs, or <see langword="null"/> where it is not there.</summary>
    public static string? Programs { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var programs = Path.Combine(folder.FullName, ".engines/documentdb/usr/lib/postgresql/18/bin");
            if (File.Exists(Path.Combine(programs, "postgres"))) return programs;
        }

        return null;
    }
}
