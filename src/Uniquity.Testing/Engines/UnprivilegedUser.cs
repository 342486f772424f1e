namespace Uniquity.Testing.Engines;

/// <summary>Runs a program as another user where this process is root: PostgreSQL's server programs refuse root.</summary>
internal static class UnprivilegedUser
{
    /// <summary>The user who runs the server, or <see langword="null"/> where that is the user of this process.</summary>
    public static string? Name { get; } = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess
        ? Accounts().Contains("postgres") ? "postgres" : "nobody"
        : null;

    /// <summary>The words to put before a program and its arguments; none where no other user is needed.</summary>
    public static IReadOnlyList<string> Prefix { get; } = Name is null ? []
        : File.Exists("/usr/bin/setpriv") ? ["/usr/bin/setpriv", $"--reuid={Name}", $"--regid={Name}", "--clear-groups"]
        : ["runuser", "-u", Name, "--"];

    private static IEnumerable<string> Accounts() =>
        File.Exists("/etc/passwd") ? File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0]) : [];
}
