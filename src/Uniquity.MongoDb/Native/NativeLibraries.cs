using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TargetException = Uniquity.Targets.TargetException;

namespace Uniquity.MongoDb.Native;

/// <summary>Finds libmongoc and the libbson that belongs to it, on first use.</summary>
/// <remarks>Only a <c>mongodb:</c> URL comes here, so nobody else needs the library.</remarks>
internal static partial class NativeLibraries
{
    /// <summary>Names a folder to look in first, for a library outside the loader's path.</summary>
    public const string FolderVariable = "UNIQUITY_LIBMONGOC";

    // A libmongoc works with the libbson of its own release only.
    private static readonly (string Mongoc, string Bson)[] Pairs =
    [
        ("libmongoc-1.0.so.0", "libbson-1.0.so.0"),
        ("libmongoc2.so.2", "libbson2.so.2"),
        ("libmongoc-1.0.0.dylib", "libbson-1.0.0.dylib"),
        ("libmongoc2.2.dylib", "libbson2.2.dylib"),
        ("mongoc-1.0.dll", "bson-1.0.dll"),
        ("mongoc2.dll", "bson2.dll"),
    ];

    private static readonly Lazy<(nint Mongoc, nint Bson)> Loaded = new(Load);
    private static readonly Lazy<string> Started = new(Start);

    /// <summary>Loads and starts the library.</summary>
    /// <returns>Its version.</returns>
    /// <exception cref="TargetException">It is not installed.</exception>
    public static string Use() => Started.Value;

    private static string Start()
    {
        WithoutSharedMemory();
        _ = Loaded.Value;
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
        Silence();
        Mongoc.Init();
        return Marshal.PtrToStringUTF8(Mongoc.GetVersion()) ?? "";
    }

    // Its counters would be a file of shared memory by the process's number, left behind by a kill; where one is found, libmongoc
    // warns on standard error as soon as it is loaded, before anyone can silence it. It asks the C library, which .NET's own
    // variables do not reach.
    private static void WithoutSharedMemory()
    {
        if (!OperatingSystem.IsWindows()) _ = SetEnvironment("MONGOC_DISABLE_SHM", "1", 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => name switch
    {
        Mongoc.Library => Loaded.Value.Mongoc,
        Bson.Library => Loaded.Value.Bson,
        _ => 0,
    };

    private static (nint Mongoc, nint Bson) Load()
    {
        string?[] folders = [Environment.GetEnvironmentVariable(FolderVariable), null, "/opt/homebrew/lib", "/usr/local/lib"];
        foreach (var folder in folders)
        {
            foreach (var pair in Pairs)
            {
                // libbson first: libmongoc outside the loader's path would not find it.
                if (!NativeLibrary.TryLoad(In(folder, pair.Bson), out var bson)) continue;
                if (NativeLibrary.TryLoad(In(folder, pair.Mongoc), out var mongoc)) return (mongoc, bson);
                NativeLibrary.Free(bson);
            }
        }

        throw new TargetException(
            "libmongoc, the C driver that Uniquity speaks to MongoDB with, is not installed: " + Install() + $" (or name its folder in {FolderVariable})");
    }

    private static string In(string? folder, string name) => string.IsNullOrEmpty(folder) ? name : Path.Combine(folder, name);

    private static string Install() =>
        OperatingSystem.IsMacOS() ? "brew install mongo-c-driver"
        : OperatingSystem.IsWindows() ? "vcpkg install mongo-c-driver"
        : "apt-get install libmongoc-1.0-0 (Fedora: dnf install mongo-c-driver-libs)";

    // libmongoc would print its warnings on standard error, URLs included.
    private static unsafe void Silence() => Mongoc.SetLogHandler(&Swallow, null);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe void Swallow(int level, byte* domain, byte* message, void* data)
    {
    }
}
