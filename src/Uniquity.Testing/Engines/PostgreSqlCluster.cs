using System.Net;
using System.Net.Sockets;
using Uniquity.Testing.Commands;

namespace Uniquity.Testing.Engines;

/// <summary>A PostgreSQL cluster in a temporary folder, on a port of its own, that trusts every local connection.</summary>
internal sealed class PostgreSqlCluster : IAsyncDisposable
{
    private readonly string folder;
    private readonly string binaries;
    private readonly OrphanGuard guard;

    private PostgreSqlCluster(string folder, string binaries)
    {
        this.folder = folder;
        this.binaries = binaries;
        guard = new(folder, AsServerUser("pg_ctl", "-D", DataFolder, "-m", "immediate", "-w", "stop"));
    }

    /// <summary>The loopback port.</summary>
    public int Port { get; private set; }

    /// <summary>The data directory.</summary>
    public string DataFolder => Path.Combine(folder, "data");

    /// <summary>The server's log.</summary>
    public string LogFile => Path.Combine(folder, "server.log");

    /// <summary>Makes a new cluster and starts it.</summary>
    public static Task<PostgreSqlCluster> CreateAsync(IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken) =>
        CreateAsync(settings, PostgreSqlBinaries.Folder, cancellationToken);

    /// <summary>The same with the server programs of a folder.</summary>
    public static Task<PostgreSqlCluster> CreateAsync(
        IReadOnlyDictionary<string, string>? settings, string? programs, CancellationToken cancellationToken) =>
        StartNewAsync(settings, programs, cluster => cluster.InitialiseAsync(cancellationToken), cancellationToken);

    /// <summary>Makes a hot standby of a running cluster and starts it.</summary>
    public Task<PostgreSqlCluster> CreateStandbyAsync(IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken) =>
        StartNewAsync(settings, binaries, standby => standby.CopyAsync(Port, cancellationToken), cancellationToken);

    /// <summary>Starts a stopped or killed server again, on the same port.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var start = await RunAsync(["pg_ctl", "-D", DataFolder, "-l", LogFile, "-w", "-t", "60", "start"], cancellationToken);
        if (start.ExitCode != 0) throw new InvalidOperationException($"PostgreSQL did not start: {start.Output} {ReadLog()}");
    }

    /// <summary>Stops the server.</summary>
    /// <param name="mode"><c>smart</c>, <c>fast</c> or <c>immediate</c> (a crash, recovered from at the next start).</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task StopAsync(string mode, CancellationToken cancellationToken) =>
        (await RunAsync(["pg_ctl", "-D", DataFolder, "-m", mode, "-w", "-t", "60", "stop"], cancellationToken)).OrThrow("pg_ctl stop");

    /// <summary>Kills the server with SIGKILL and waits until its processes are gone.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        var postmaster = int.Parse((await File.ReadAllLinesAsync(Path.Combine(DataFolder, "postmaster.pid"), cancellationToken))[0]);
        using var process = System.Diagnostics.Process.GetProcessById(postmaster);
        // Its children too: those notice the postmaster's end only when they next wait, and hold the shared memory until then.
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>What the server has logged.</summary>
    public string ReadLog() => File.Exists(LogFile) ? File.ReadAllText(LogFile) : "";

    /// <summary>Stops the server and removes the folder.</summary>
    public ValueTask DisposeAsync() => guard.DisposeAsync();

    private static async Task<PostgreSqlCluster> StartNewAsync(
        IReadOnlyDictionary<string, string>? settings, string? programs, Func<PostgreSqlCluster, Task> fill, CancellationToken cancellationToken)
    {
        if (programs is null) throw new InvalidOperationException(PostgreSqlAvailability.Missing);
        var cluster = new PostgreSqlCluster(await MakeFolderAsync(cancellationToken), programs);
        try
        {
            await fill(cluster);
            await cluster.StartOnFreePortAsync(settings, cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    private static async Task<string> MakeFolderAsync(CancellationToken cancellationToken)
    {
        // Root's own TMPDIR may be closed to the user who runs the server.
        var parent = UnprivilegedUser.Name is null ? Path.GetTempPath() : "/tmp";
        var home = Path.Combine(parent, $"uniquity-pg-{Guid.NewGuid():N}"[..20]);
        Directory.CreateDirectory(home);
        if (UnprivilegedUser.Name is { } owner)
        {
            var chown = new Command { Program = "chown", Arguments = [owner, home] };
            (await chown.RunAsync(cancellationToken)).OrThrow("chown");
        }

        return home;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task InitialiseAsync(CancellationToken cancellationToken)
    {
        string[] call = ["initdb", "-D", DataFolder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync", "--no-instructions"];
        var result = await RunAsync([.. call, "--locale=C.UTF-8"], cancellationToken);
        // macOS and older C libraries have no C.UTF-8; plain C does for all but case folding beyond ASCII.
        if (result.ExitCode != 0) (await RunAsync([.. call, "--locale=C"], cancellationToken)).OrThrow("initdb");
    }

    private async Task CopyAsync(int port, CancellationToken cancellationToken)
    {
        var copy = await RunAsync(
            ["pg_basebackup", "-D", DataFolder, "-h", "127.0.0.1", "-p", $"{port}", "-U", "postgres", "-R", "-X", "stream", "-c", "fast", "--no-sync"],
            cancellationToken);
        copy.OrThrow("pg_basebackup");
    }

    /// <summary>Another process can take the free port before the server does; then the next one is tried.</summary>
    private async Task StartOnFreePortAsync(IReadOnlyDictionary<string, string>? settings, CancellationToken cancellationToken)
    {
        var file = Path.Combine(DataFolder, "postgresql.conf");
        var original = await File.ReadAllTextAsync(file, cancellationToken);
        for (var attempt = 1; ; attempt++)
        {
            Port = FreePort();
            await File.WriteAllTextAsync(file, original + "\n" + PostgreSqlSettings.Render(settings, Port), cancellationToken);
            try
            {
                await StartAsync(cancellationToken);
                return;
            }
            catch (InvalidOperationException) when (attempt < 5 && ReadLog().Contains("Address already in use", StringComparison.Ordinal))
            {
                File.Delete(LogFile);
            }
        }
    }

    private Task<CommandResult> RunAsync(IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var call = AsServerUser([.. words]);
        var variables = new Dictionary<string, string?> { ["LC_ALL"] = "C" };
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
        {
            if (name.StartsWith("PG", StringComparison.Ordinal)) variables[name] = null;
        }

        var command = new Command { Program = call[0], Arguments = call[1..], Environment = variables, WorkingDirectory = "/" };
        return command.RunAsync(cancellationToken);
    }

    private string[] AsServerUser(params string[] words) =>
        [.. UnprivilegedUser.Prefix, Path.Combine(binaries, words[0]), .. words[1..]];
}
