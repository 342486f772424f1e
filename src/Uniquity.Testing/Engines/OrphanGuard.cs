using System.Diagnostics;
using Uniquity.Testing.Commands;

namespace Uniquity.Testing.Engines;

/// <summary>Ends a server and removes its folder when this process ends, in whatever way it ends.</summary>
/// <remarks>
/// A shell waits for the end of its standard input, which the kernel closes when this process exits, crashes or is killed. It
/// has a session of its own and ignores signals, so that Ctrl+C reaches the tests and not their guard.
/// </remarks>
internal sealed class OrphanGuard : IAsyncDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        while read -r _; do :; done
        folder=$1
        shift
        "$@"
        rm -rf "$folder"
        """;

    private readonly Process shell;

    /// <summary>Starts to wait.</summary>
    /// <param name="folder">What to remove at the end.</param>
    /// <param name="stop">The program that stops the server, and its arguments.</param>
    public OrphanGuard(string folder, IEnumerable<string> stop)
    {
        string[] session = File.Exists("/usr/bin/setsid") ? ["/usr/bin/setsid"] : [];
        string[] words = [.. session, "/bin/sh", "-c", Script, "orphan-guard", folder, .. stop];
        shell = new Command { Program = words[0], Arguments = words[1..], WorkingDirectory = "/" }.Start();
        // Nobody reads what the shell says; undrained, it is far below what a pipe holds.
    }

    /// <summary>Does now what would be done at the end, and waits until it is done.</summary>
    public async ValueTask DisposeAsync()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync();
        shell.Dispose();
    }
}
