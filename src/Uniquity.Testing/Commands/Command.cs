using System.Diagnostics;
using System.Text;

namespace Uniquity.Testing.Commands;

/// <summary>A program with its arguments, run once, with nothing left behind.</summary>
/// <remarks>Arguments travel as they are: no shell, no quoting. Safe to run several times and at once.</remarks>
public sealed record Command
{
    /// <summary>The program: a path, or a name on PATH.</summary>
    public required string Program { get; init; }

    /// <summary>The arguments.</summary>
    /// <value>None by default.</value>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The bytes on its standard input, which is closed after them.</summary>
    /// <value>Empty by default: the command sees the end at once.</value>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Variables to set, or with a null value to unset, over those of this process.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Where it runs.</summary>
    /// <value>The folder of this process by default.</value>
    public string? WorkingDirectory { get; init; }

    /// <summary>How long it may take.</summary>
    /// <value>60 seconds by default.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Runs it to its end.</summary>
    /// <exception cref="TimeoutException">It took longer than <see cref="Timeout"/>; it and its children are killed.</exception>
    public async Task<CommandResult> RunAsync(CancellationToken cancellationToken = default)
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Start();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Timeout);
        try
        {
            await WriteInputAsync(process, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new(process.ExitCode, await output, await error, Stopwatch.GetElapsedTime(started));
        }
        catch (OperationCanceledException expired) when (!cancellationToken.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Program} {string.Join(' ', Arguments)} did not end within {Timeout}.", expired);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts it and leaves input and outputs, redirected as UTF-8 without a byte order mark, to the caller.</summary>
    /// <returns>The running process, for the caller to feed, to signal and to dispose.</returns>
    public Process Start()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var info = new ProcessStartInfo(Program, Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = utf8,
            StandardOutputEncoding = utf8,
            StandardErrorEncoding = utf8,
            WorkingDirectory = WorkingDirectory ?? "",
        };
        foreach (var (name, value) in Environment) info.Environment[name] = value;
        return Process.Start(info) ?? throw new InvalidOperationException($"{Program} did not start.");
    }

    private async Task WriteInputAsync(Process process, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = process.StandardInput.BaseStream;
            await stream.WriteAsync(Input, cancellationToken);
        }
        catch (IOException)
        {
            // The command ended, or closed its input, without reading all of it: its right.
        }
    }
}
