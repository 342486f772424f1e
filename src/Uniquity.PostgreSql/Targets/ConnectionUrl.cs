using Npgsql;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Targets;

/// <summary>Takes a <c>postgres://</c> URL apart, as libpq does.</summary>
/// <remarks>https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS</remarks>
internal static class ConnectionUrl
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://", "postgis://", "pgsql://"];

    /// <summary>Whether a target is written as a URL of PostgreSQL, drivers' own schemes (<c>postgresql+asyncpg://</c>) included.</summary>
    public static bool IsUrl(string target) => SchemeLength(target) > 0;

    /// <summary>Reads a URL.</summary>
    /// <exception cref="UsageException">It is no URL, or names an option that is not known; never with the password in the message.</exception>
    public static NpgsqlConnectionStringBuilder Read(string url)
    {
        var rest = url[SchemeLength(url)..];
        var (address, query) = Cut(rest, '?');
        var (authority, path) = Cut(address, '/');
        var builder = new NpgsqlConnectionStringBuilder();
        var at = authority.LastIndexOf('@');
        if (at >= 0) ReadUser(builder, authority[..at]);
        ReadHosts(builder, authority[(at + 1)..]);
        if (path is { Length: > 0 }) builder.Database = Decode(path);
        foreach (var pair in (query ?? "").Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Cut(pair, '=');
            UrlOptions.Apply(builder, Decode(name), Decode(value ?? ""));
        }

        return builder;
    }

    private static int SchemeLength(string target)
    {
        var end = target.IndexOf("://", StringComparison.Ordinal);
        if (end < 0) return 0;
        var scheme = target[..end];
        if (scheme.StartsWith("jdbc:", StringComparison.OrdinalIgnoreCase)) scheme = scheme[5..];
        scheme = Cut(scheme, '+').Left + "://";
        return Schemes.Contains(scheme, StringComparer.OrdinalIgnoreCase) ? end + 3 : 0;
    }

    private static void ReadUser(NpgsqlConnectionStringBuilder builder, string user)
    {
        var (name, password) = Cut(user, ':');
        if (name.Length > 0) builder.Username = Decode(name);
        if (password is { Length: > 0 }) builder.Password = Decode(password);
    }

    /// <summary>Several hosts stand apart by commas, each with its own port; an address of IPv6 stands in brackets.</summary>
    private static void ReadHosts(NpgsqlConnectionStringBuilder builder, string hosts)
    {
        if (hosts.Length == 0) return;
        var read = hosts.Split(',').Select(ReadHost).ToList();
        if (read.Count == 1)
        {
            if (read[0].Host.Length > 0) builder.Host = read[0].Host;
            if (read[0].Port is { } port) builder.Port = port;
            return;
        }

        builder.Host = string.Join(',', read.Select(host => host.Port is { } port ? $"{Bracketed(host.Host)}:{port}" : Bracketed(host.Host)));
    }

    private static (string Host, int? Port) ReadHost(string host)
    {
        var bracket = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) : -1;
        var colon = host.IndexOf(':', Math.Max(bracket, 0));
        var name = colon < 0 ? host : host[..colon];
        if (bracket > 0) name = name.Trim('[', ']');
        return (Decode(name), colon < 0 || colon == host.Length - 1 ? null : Port(host[(colon + 1)..]));
    }

    private static string Bracketed(string host) => host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;

    private static int Port(string text) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, provider: null, out var port) && port is > 0 and < 65536
            ? port
            : throw new UsageException(
                "The URL's port is no number (it is not shown, because it may be a piece of a password): a port is a number from 1 to 65535, and an @ : / in a password is written %40 %3A %2F.");

    private static (string Left, string? Right) Cut(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);
}
