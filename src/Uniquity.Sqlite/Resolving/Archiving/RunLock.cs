using System.Security.Cryptography;
using System.Text;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Archiving;

/// <summary>Holds a table for this process: a file beside the database that the operating system locks, and lets go of when the process ends, however that happens.</summary>
/// <remarks>The file is made and removed inside a write transaction of the database, so that no two processes lock two files of one name.</remarks>
internal sealed class RunLock(SqliteSession session, RunStore store) : IAsyncDisposable
{
    private const int Tries = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(40);

    private FileStream? held;

    /// <summary>Takes the table.</summary>
    /// <exception cref="RefusedException">Another process holds it, and the message says who; or nothing can be written beside the database.</exception>
    public async Task HoldAsync(TableName table, TimeProvider clock, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await session.WritingAsync(() => TryAsync(table, cancellation), cancellation)) return;
            // Whoever lists runs looks at the file for a moment.
            if (attempt == Tries) throw new RefusedException($"{table} is held by {await store.HolderAsync(table, cancellation) ?? "another process"}: wait for it, or stop it first.");
            await Task.Delay(Pause, clock, cancellation);
        }
    }

    /// <summary>Whether a process holds a table.</summary>
    public static bool IsHeld(string database, TableName table)
    {
        try
        {
            using var probe = new FileStream(PathOf(database, table), FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (held is null) return;
        try
        {
            await session.WritingAsync(() =>
            {
                Release(remove: true);
                return Task.FromResult(true);
            }, CancellationToken.None);
        }
        catch (Uniquity.Targets.TargetException)
        {
            // The file stays, unlocked: the next run takes it over.
            Release(remove: false);
        }
    }

    private async Task<bool> TryAsync(TableName table, CancellationToken cancellation)
    {
        var path = PathOf(session.Path, table);
        try
        {
            held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (IsSharing(failure))
        {
            return false;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"The folder of {session.Path} cannot be written ({failure.Message}), and a run is held by a file in it: give the right to write there, or copy the database.", failure);
        }

        await store.BuryAsync(table, cancellation);
        return true;
    }

    private void Release(bool remove)
    {
        if (held is not { } file) return;
        held = null;
        file.Dispose();
        if (remove) File.Delete(file.Name);
    }

    /// <summary>EWOULDBLOCK on Linux and macOS, a sharing violation on Windows.</summary>
    private static bool IsSharing(IOException failure) => (failure.HResult & 0xFFFF) is 11 or 35 or 32;

    private static string PathOf(string database, TableName table)
    {
        var full = Path.GetFullPath(database);
        full = File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        var name = SHA256.HashData(Encoding.UTF8.GetBytes(SqliteName.Fold(table.Name)));
        return $"{full}-uniquity-{Convert.ToHexStringLower(name.AsSpan(0, 4))}";
    }
}
