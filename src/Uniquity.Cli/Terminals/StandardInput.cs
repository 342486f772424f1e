namespace Uniquity.Cli.Terminals;

/// <summary>What stands at this process's standard input.</summary>
internal static class StandardInput
{
    /// <summary>Whether it was closed when the process began (<c>&lt;&amp;-</c>).</summary>
    /// <remarks>
    /// The runtime then has a pipe of its own at its place, whose other end it holds too: a read of it would wait for ever.
    /// </remarks>
    public static bool IsClosed
    {
        get
        {
            try
            {
                if (!OperatingSystem.IsLinux() || Target("/proc/self/fd/0") is not { } target) return false;
                if (target.StartsWith("anon_inode:", StringComparison.Ordinal)) return true;
                return target.StartsWith("pipe:", StringComparison.Ordinal)
                    && Directory.EnumerateFileSystemEntries("/proc/self/fd").Any(other => Target(other) == target && IsForWriting(Path.GetFileName(other)));
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            // Closed since it was listed.
            return null;
        }
    }

    private static bool IsForWriting(string descriptor) =>
        descriptor != "0" && File.ReadLines($"/proc/self/fdinfo/{descriptor}").FirstOrDefault(line => line.StartsWith("flags:", StringComparison.Ordinal)) is { } flags && flags[^1] is '1' or '2';
}
