using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Uniquity.Sqlite.Connecting;

/// <summary>Chooses the native SQLite: the system's, which its distributor patches; the bundle's where there is none.</summary>
/// <remarks>Thread-safe; the choice is made once per process.</remarks>
internal static class NativeLibraryChoice
{
    private static readonly Lazy<bool> Made = new(Choose);

    /// <summary>Makes the choice, the first time; cheap ever after.</summary>
    public static void Make() => _ = Made.Value;

    private static bool Choose()
    {
        try
        {
            NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        }
        catch (InvalidOperationException)
        {
            // The host set a resolver of its own for this assembly: its choice stands.
        }

        Batteries_V2.Init();
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != "e_sqlite3") return 0;
        ReadOnlySpan<string> system = OperatingSystem.IsMacOS()
            ? ["libsqlite3.dylib"]
            : OperatingSystem.IsWindows() ? [] : ["libsqlite3.so.0"];
        foreach (var library in system)
        {
            if (NativeLibrary.TryLoad(library, assembly, path, out var handle)) return handle;
        }

        return 0;
    }
}
