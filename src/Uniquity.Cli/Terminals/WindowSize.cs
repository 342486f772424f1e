using System.Runtime.InteropServices;

namespace Uniquity.Cli.Terminals;

/// <summary>Asks the kernel for the terminal's size; the runtime's own way also sends the terminal its initialisation string.</summary>
internal static class WindowSize
{
    /// <summary>TIOCGWINSZ of Linux (asm-generic/ioctls.h).</summary>
    private const nuint GetWindowSize = 0x5413;

    /// <summary>The columns.</summary>
    /// <value><see langword="null"/> where neither standard output nor standard error is a terminal, or the kernel is not Linux.</value>
    public static int? Columns
    {
        get
        {
            if (!OperatingSystem.IsLinux()) return null;
            foreach (var descriptor in (ReadOnlySpan<int>)[1, 2])
            {
                if (ioctl(descriptor, GetWindowSize, out var size) == 0 && size.Columns > 0) return size.Columns;
            }

            return null;
        }
    }

    [DllImport("libc", SetLastError = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int ioctl(int descriptor, nuint request, out Size size);

    [StructLayout(LayoutKind.Sequential)]
    private struct Size
    {
        public ushort Rows;
        public ushort Columns;
        public ushort Width;
        public ushort Height;
    }
}
