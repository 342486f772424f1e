using System.Diagnostics;

namespace Uniquity.Testing.Engines;

/// <summary>A file system in memory that is soon full: for tests of what happens then. Root may mount one where the machine lets it.</summary>
public static class SmallDisk
{
    private static readonly Lazy<bool> s_canMount = new(Probe);

    /// <summary>Why a test that needs one is skipped; <see langword="null"/> where it can be mounted.</summary>
    public static string? SkipReason => s_canMount.Value ? null : "a small file system cannot be mounted here: it needs root";

    /// <summary>Mounts one on a new folder.</summary>
    /// <param name="size">Its size as <c>mount</c> takes it: <c>64k</c>, <c>1m</c>.</param>
    /// <param name="owner">The user whom it belongs to; <see langword="null"/> for root.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="InvalidOperationException">It cannot be mounted.</exception>
    public static string Mount(string size, string? owner = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine("/tmp", $"uniquity-disk-{Guid.NewGuid():N}"[..26])).FullName;
        var options = owner is null ? $"size={size}" : $"size={size},uid={owner},mode=700";
        if (Run("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder)) return folder;
        Directory.Delete(folder);
        throw new InvalidOperationException("The small file system could not be mounted.");
    }

    /// <summary>Changes how one is mounted: <c>size=100m</c>, <c>ro</c>.</summary>
    /// <exception cref="InvalidOperationException">It cannot be changed.</exception>
    public static void Remount(string folder, string options)
    {
        if (!Run("mount", "-o", $"remount,{options}", folder)) throw new InvalidOperationException($"The small file system could not be mounted with {options}.");
    }

    /// <summary>Takes it away with all that is in it.</summary>
    public static void Unmount(string folder)
    {
        Run("umount", folder);
        Directory.Delete(folder);
    }

    private static bool Probe()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root") return false;
        try
        {
            Unmount(Mount("64k"));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
