using System.Globalization;

namespace Uniquity.Cli.Tests.Processes;

/// <summary>The signals that ask a process to end.</summary>
internal static class Signals
{
    private const int Interrupted = 2;

    /// <summary>
    /// <c>INT</c>, as Ctrl+C sends it; <c>TERM</c> where the tests themselves were started with SIGINT ignored, as a shell starts jobs in
    /// the background: their children ignore it too, and must.
    /// </summary>
    public static string Interrupt { get; } = IsIgnored() ? "TERM" : "INT";

    // https://man7.org/linux/man-pages/man5/proc_pid_status.5.html
    private static bool IsIgnored()
    {
        const string Status = "/proc/self/status";
        if (!File.Exists(Status)) return false;
        var line = File.ReadLines(Status).FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
        return line is not null && ulong.TryParse(line["SigIgn:".Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var mask) && (mask & (1UL << (Interrupted - 1))) != 0;
    }
}
