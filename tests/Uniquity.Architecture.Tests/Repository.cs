namespace Uniquity.Architecture.Tests;

/// <summary>The files of this repository, read from the folder that the tests were built in.</summary>
internal static class Repository
{
    private static readonly HashSet<string> NotOurs = [".git", ".engines", ".vs", ".idea", "artifacts", "bin", "obj", "node_modules"];

    /// <summary>The folder with the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file that belongs to the project, by its path from the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>The C# files below a folder, generated ones apart.</summary>
    public static IEnumerable<string> CSharp(string folder) => Files.Where(file =>
        file.StartsWith(folder + "/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)
        && !file.EndsWith(".g.cs", StringComparison.Ordinal));

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static int CountLines(string file) => File.ReadLines(Path.Combine(Root, file)).Count();

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static IEnumerable<string> Walk(string folder) => Ours(Directory.GetFiles(folder)).Concat(
        Ours(Directory.GetDirectories(folder)).SelectMany(Walk));

    private static IEnumerable<string> Ours(string[] paths) => paths.Where(path =>
        !NotOurs.Contains(Path.GetFileName(path)) && !path.Contains(".received.", StringComparison.Ordinal));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Uniquity.slnx"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No Uniquity.slnx above {AppContext.BaseDirectory}.");
    }
}
