using Npgsql;

namespace Uniquity.Testing.Engines;

/// <summary>Turns a <c>postgres://</c> URL into what Npgsql takes.</summary>
internal static class PostgreSqlUrl
{
    /// <summary>Npgsql's connection string of a URL.</summary>
    public static string ToConnectionString(string url)
    {
        var uri = new Uri(url);
        var user = uri.UserInfo.Split(':', 2);
        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.IsDefaultPort ? 5432 : uri.Port,
            Username = Uri.UnescapeDataString(user[0]),
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
        };
        if (user.Length > 1) builder.Password = Uri.UnescapeDataString(user[1]);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            builder[parts[0]] = Uri.UnescapeDataString(parts[^1]);
        }

        return builder.ConnectionString;
    }

    /// <summary>The same server, another database.</summary>
    public static string WithDatabase(string url, string database) =>
        new UriBuilder(url) { Path = "/" + Uri.EscapeDataString(database) }.Uri.AbsoluteUri;
}
