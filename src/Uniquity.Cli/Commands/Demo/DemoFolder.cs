using Uniquity.Cli.Calls;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Demo;

/// <summary>Where a demo makes its database: a folder that is kept, or a temporary one that is removed.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly string _path;

    private DemoFolder(string path, bool kept) => (_path, IsKept) = (path, kept);

    /// <summary>Whether it stays.</summary>
    public bool IsKept { get; }

    /// <summary>The database's file.</summary>
    public string Database => Path.Combine(_path, "shop.db");

    /// <summary>The file for a plan.</summary>
    public string Plan => Path.Combine(_path, "plan.json");

    /// <summary>Makes it.</summary>
    /// <param name="keep">The folder that the person named, or <see langword="null"/>.</param>
    /// <param name="mayReplace">Whether a demo that is there already may be replaced.</param>
    /// <exception cref="UsageException">The folder cannot be made.</exception>
    /// <exception cref="RefusedException">It holds a database already.</exception>
    public static DemoFolder Open(string? keep, bool mayReplace)
    {
        if (keep is null) return new DemoFolder(Directory.CreateTempSubdirectory("uniquity-demo-").FullName, kept: false);
        try
        {
            var folder = new DemoFolder(Directory.CreateDirectory(keep).FullName, kept: true);
            if (!File.Exists(folder.Database)) return folder;
            if (!mayReplace) throw new RefusedException($"{folder.Database} is there already and was left as it is; to replace it, add --yes");
            File.Delete(folder.Database);
            File.Delete(folder.Plan);
            return folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"the folder {keep} cannot be made: {failure.Message}", failure);
        }
    }

    /// <summary>Removes it, unless it is kept.</summary>
    public void Dispose()
    {
        if (!IsKept && Directory.Exists(_path)) Directory.Delete(_path, recursive: true);
    }
}
