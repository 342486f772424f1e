using System.Diagnostics;

namespace Uniquity.Sqlite.Tests.Resolving;

/// <summary>A test that needs a small disk: a file system in memory, which root may mount where the machine lets it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> CanMount = new(Probe);

    public SmallDiskFactAttribute() => Skip = CanMount.Value ? null : "a small file system cannot be mounted here: it needs root";

    public static string Mount(string size)
    {
        var folder = Directory.CreateTempSubdirectory("uniquity-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder)) return folder;
        Directory.Delete(folder);
        throw new InvalidOperationException("The small file system could not be mounted.");
    }

    public static void Remount(string folder, string options) => Run("mount", "-o", $"remount,{options}", folder).ShouldBeTrue();

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
