using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Targets;

/// <summary>Says in one line why there is no connection: what happened, where, and what to do.</summary>
internal static class ConnectionFailure
{
    /// <summary>The exception for a person.</summary>
    public static TargetException Explain(Exception failure, NpgsqlConnectionStringBuilder settings) =>
        new($"Cannot connect to PostgreSQL {Where(settings)}: {Reason(failure, settings)}", failure);

    /// <summary>Host, port and database: <c>at localhost:5432, database app</c>.</summary>
    private static string Where(NpgsqlConnectionStringBuilder settings) =>
        $"at {HostAndPort(settings)}, database {settings.Database}";

    /// <summary>The host and port of a connection; the folder of a socket likewise.</summary>
    public static string HostAndPort(NpgsqlConnectionStringBuilder settings) =>
        settings.Host!.Contains(',', StringComparison.Ordinal) || settings.Host.Contains(':', StringComparison.Ordinal)
            ? settings.Host
            : $"{settings.Host}:{settings.Port}";

    private static string Reason(Exception failure, NpgsqlConnectionStringBuilder settings) => Root(failure) switch
    {
        PostgresException refused => Refused(refused, settings),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
            "connection refused. Is the server running there, and does it listen on that address?",
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
            "there is no such host. Check the name in the URL.",
        SocketException { SocketErrorCode: SocketError.AddressNotAvailable or SocketError.NetworkUnreachable or SocketError.HostUnreachable } =>
            "the host cannot be reached from here.",
        SocketException { SocketErrorCode: SocketError.InvalidArgument or SocketError.SocketError } when settings.Host!.StartsWith('/') =>
            "there is no socket of a server in that folder.",
        TimeoutException => $"no answer within {settings.Timeout} s. A firewall that drops packets looks like this; connect_timeout=… waits longer.",
        AuthenticationException tls => $"TLS failed: {OneLine(tls.Message)} sslrootcert=… names the authority, sslmode=require takes any certificate.",
        NpgsqlException { Message: var message } when message.Contains("No password", StringComparison.OrdinalIgnoreCase) =>
            $"the server asks for a password of {settings.Username}. Put it in PGPASSWORD, in ~/.pgpass, or in the URL.",
        NpgsqlException { Message: var message } when message.Contains("SSL", StringComparison.Ordinal) =>
            "the server has no TLS, and sslmode demands it. sslmode=prefer goes without.",
        var other => OneLine(other.Message),
    };

    private static string Refused(PostgresException refused, NpgsqlConnectionStringBuilder settings) => refused.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword => $"the password of {settings.Username} is wrong.",
        PostgresErrorCodes.InvalidCatalogName => "there is no such database on that server.",
        PostgresErrorCodes.TooManyConnections =>
            "the server has too many connections already. Close some, or connect through a pooler; max_connections is its limit.",
        PostgresErrorCodes.CannotConnectNow => "the server is starting up or shutting down. Try again in a moment.",
        _ => OneLine(refused.MessageText) + ".",
    };

    /// <summary>The innermost exception that says something; the driver wraps what the system says.</summary>
    private static Exception Root(Exception failure) => failure switch
    {
        AggregateException { InnerExceptions: [.., var last] } => Root(last),
        NpgsqlException { InnerException: { } inner } when inner is not IOException => Root(inner),
        _ => failure,
    };

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();
}
