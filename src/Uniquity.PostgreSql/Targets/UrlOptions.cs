using System.Collections.Frozen;
using Npgsql;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Targets;

/// <summary>The options behind the <c>?</c> of a URL: libpq's names, given to Npgsql under its own.</summary>
internal static class UrlOptions
{
    private static readonly FrozenDictionary<string, string> Renamed = new Dictionary<string, string>
    {
        ["host"] = "Host",
        ["hostaddr"] = "Host",
        ["port"] = "Port",
        ["dbname"] = "Database",
        ["user"] = "Username",
        ["password"] = "Password",
        ["passfile"] = "Passfile",
        ["options"] = "Options",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["krbsrvname"] = "Kerberos Service Name",
        ["target_session_attrs"] = "Target Session Attributes",
        ["load_balance_hosts"] = "Load Balance Hosts",
        ["client_encoding"] = "Client Encoding",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Options of other clients and of pools that a shared DATABASE_URL carries; they do not change what is connected to.</summary>
    private static readonly FrozenSet<string> Ignored = new[]
    {
        "schema", "pgbouncer", "connection_limit", "pool", "pool_timeout", "pool_size", "max_overflow", "statement_cache_size", "sslaccept",
        "sslidentity", "socket_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
        "tcp_user_timeout", "sslcompression", "sslcrl", "sslcrldir", "sslsni", "encoding", "charset", "serverVersion", "prepareThreshold",
        "preparedStatements", "reconnect", "currentSchema", "search_path", "gsslib", "replication", "fallback_application_name",
        "statement_timeout", "lock_timeout", "uselibpqcompat", "ssl_min_protocol_version", "ssl_max_protocol_version", "pool_max_conns",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sets an option.</summary>
    /// <exception cref="UsageException">The option, or its value, is not known.</exception>
    public static void Apply(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        if (name.Length == 0 || Ignored.Contains(name)) return;
        try
        {
            if (Renamed.TryGetValue(name, out var keyword)) builder[keyword] = Valued(keyword, value);
            else ApplyEnumerated(builder, name, value);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or OverflowException or KeyNotFoundException)
        {
            throw new UsageException($"The option {name} of the URL cannot be {(IsSecret(name) ? "that" : $"'{value}'")}.", wrong);
        }
    }

    private static void ApplyEnumerated(NpgsqlConnectionStringBuilder builder, string name, string value)
    {
        switch (name.ToLowerInvariant())
        {
            case "sslmode":
                builder.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
                break;
            case "ssl":
                builder.SslMode = value is "" or "1" || bool.Parse(value) ? SslMode.Require : SslMode.Disable;
                break;
            case "sslnegotiation":
                builder.SslNegotiation = Enum.Parse<SslNegotiation>(value, ignoreCase: true);
                break;
            case "channel_binding":
                builder.ChannelBinding = Enum.Parse<ChannelBinding>(value, ignoreCase: true);
                break;
            case "gssencmode":
                builder.GssEncryptionMode = Enum.Parse<GssEncryptionMode>(value, ignoreCase: true);
                break;
            case "require_auth":
                builder.RequireAuth = value;
                break;
            case "service" or "servicefile":
                throw new UsageException("A service file is not read: write host, port, database and user in the URL.");
            default:
                throw new UsageException(name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')
                    ? $"The URL has an option {name} that is not known: see the parameter key words of libpq."
                    : "What stands behind the ? of the URL is no option; a ? in a password is written %3F.");
        }
    }

    /// <summary>libpq means "for ever" by 0 seconds, and so does Npgsql; a prefer-standby is spelt alike but for case.</summary>
    private static object Valued(string keyword, string value) => keyword switch
    {
        "Timeout" or "Port" => int.Parse(value, System.Globalization.CultureInfo.InvariantCulture),
        "Load Balance Hosts" => !string.Equals(value, "disable", StringComparison.OrdinalIgnoreCase),
        _ => value,
    };

    private static bool IsSecret(string name) => name.Contains("password", StringComparison.OrdinalIgnoreCase);
}
