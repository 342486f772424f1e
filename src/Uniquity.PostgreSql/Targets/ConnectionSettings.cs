using Npgsql;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Targets;

/// <summary>Everything a connection needs, from the target that a person gave and libpq's variables.</summary>
internal static class ConnectionSettings
{
    private const string ApplicationName = "uniquity";
    private const int DefaultPort = 5432;

    /// <summary>Where the server's packages put its socket: Debian and its kin, then the upstream default.</summary>
    private static readonly string[] SocketFolders = ["/var/run/postgresql", "/tmp"];

    private static readonly (string Keyword, string Variable)[] Variables =
    [
        ("Host", "PGHOST"), ("Host", "PGHOSTADDR"), ("Port", "PGPORT"), ("Database", "PGDATABASE"), ("Username", "PGUSER"),
        ("Password", "PGPASSWORD"), ("Passfile", "PGPASSFILE"), ("Options", "PGOPTIONS"), ("Application Name", "PGAPPNAME"),
        ("Timeout", "PGCONNECT_TIMEOUT"), ("SSL Mode", "PGSSLMODE"), ("Root Certificate", "PGSSLROOTCERT"),
        ("SSL Certificate", "PGSSLCERT"), ("SSL Key", "PGSSLKEY"), ("Target Session Attributes", "PGTARGETSESSIONATTRS"),
    ];

    /// <summary>Whether a target can be one of PostgreSQL: a URL, or Npgsql's keywords.</summary>
    public static bool Recognises(string target) =>
        ConnectionUrl.IsUrl(target)
        || (target.Contains('=', StringComparison.Ordinal) && !target.Contains("://", StringComparison.Ordinal) && StartsWithKeyword(target));

    /// <summary>Reads a target.</summary>
    /// <exception cref="UsageException">It cannot be read; the message never holds the password.</exception>
    public static NpgsqlConnectionStringBuilder Read(string target, PostgreSqlOptions options)
    {
        var builder = ConnectionUrl.IsUrl(target) ? ConnectionUrl.Read(target) : ReadKeywords(target);
        foreach (var (keyword, variable) in Variables)
        {
            if (!builder.ShouldSerialize(keyword) && options.Environment(variable) is { Length: > 0 } value) Set(builder, keyword, variable, value);
        }

        FillDefaults(builder, options);
        return builder;
    }

    private static bool StartsWithKeyword(string target)
    {
        var keyword = target[..target.IndexOf('=', StringComparison.Ordinal)].Trim();
        return keyword.ToUpperInvariant() is "HOST" or "SERVER" or "PORT" or "DATABASE" or "DB" or "USERNAME" or "USER ID" or "UID"
            or "USER" or "PASSWORD" or "DBNAME";
    }

    private static NpgsqlConnectionStringBuilder ReadKeywords(string target)
    {
        try
        {
            return new(target);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The driver's message quotes the string, and with it the password.
            throw new UsageException("The connection string cannot be read: write Host=…;Port=…;Database=…;Username=…, or a URL postgres://user@host/database.");
        }
    }

    private static void Set(NpgsqlConnectionStringBuilder builder, string keyword, string variable, string value)
    {
        try
        {
            if (keyword == "SSL Mode") UrlOptions.Apply(builder, "sslmode", value);
            else builder[keyword] = value;
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException or UsageException)
        {
            throw new UsageException($"The environment variable {variable} cannot be used: {keyword} cannot be what it says.", wrong);
        }
    }

    private static void FillDefaults(NpgsqlConnectionStringBuilder builder, PostgreSqlOptions options)
    {
        if (!builder.ShouldSerialize("Port")) builder.Port = DefaultPort;
        builder.Host ??= SocketFolders.FirstOrDefault(folder => File.Exists($"{folder}/.s.PGSQL.{builder.Port}")) ?? "localhost";
        builder.Username ??= System.Environment.UserName;
        builder.Database ??= builder.Username;
        if (!builder.ShouldSerialize("Application Name")) builder.ApplicationName = ApplicationName;
        if (!builder.ShouldSerialize("Timeout")) builder.Timeout = (int)options.ConnectTimeout.TotalSeconds;
        // Asking for Kerberos loads its library and its tickets: only where someone wants it.
        if (!builder.ShouldSerialize("GSS Encryption Mode")) builder.GssEncryptionMode = GssEncryptionMode.Disable;
        // One session for the life of the target: no pool, nothing left behind on the server; the server's own timeout bounds statements.
        builder.Pooling = false;
        builder.Enlist = false;
        builder.CommandTimeout = 0;
        builder.PersistSecurityInfo = false;
    }
}
