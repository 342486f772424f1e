namespace Uniquity.Testing.Engines;

/// <summary>The settings of a throw-away cluster.</summary>
internal static class PostgreSqlSettings
{
    /// <summary>Applied to every cluster; what a test asks for goes over it.</summary>
    public static IReadOnlyDictionary<string, string> Defaults { get; } = new Dictionary<string, string>
    {
        ["listen_addresses"] = "127.0.0.1",
        ["unix_socket_directories"] = "",
        // Nothing here has to outlive a power failure. A killed server still keeps what it has committed.
        ["fsync"] = "off",
        ["full_page_writes"] = "off",
        // The age of a holder (UQ301) is read from it.
        ["track_commit_timestamp"] = "on",
        // Messages are compared with recorded ones.
        ["lc_messages"] = "C",
        ["timezone"] = "UTC",
        ["log_timezone"] = "UTC",
        ["max_connections"] = "200",
    };

    /// <summary>The lines of postgresql.conf.</summary>
    public static string Render(IReadOnlyDictionary<string, string>? over, int port)
    {
        var all = new Dictionary<string, string>(Defaults) { ["port"] = $"{port}" };
        foreach (var (name, value) in over ?? new Dictionary<string, string>()) all[name] = value;
        return string.Concat(all.Select(setting => $"{setting.Key} = '{setting.Value.Replace("'", "''", StringComparison.Ordinal)}'\n"));
    }
}
