using Uniquity.Sqlite.Connecting;

namespace Uniquity.Sqlite;

/// <summary>Microsoft.Data.Sqlite in a process that opens connections of its own beside the adapter's.</summary>
public static class SqliteDriver
{
    /// <summary>Chooses the native library: the system's, which its distributor patches, else the bundled one.</summary>
    /// <remarks>Call before the first connection; further calls do nothing. Safe for concurrent use.</remarks>
    public static void Use() => NativeLibraryChoice.Make();
}
