using System.Data.Common;
using Microsoft.Data.Sqlite;
using Uniquity.Enforcing;
using Uniquity.Loading;
using Uniquity.MongoDb;
using Uniquity.MongoDb.Enforcing;
using Uniquity.MongoDb.Loading;
using Uniquity.MongoDb.Resolving;
using Uniquity.PostgreSql.Enforcing;
using Uniquity.PostgreSql.Loading;
using Uniquity.PostgreSql.Resolving;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;
using Uniquity.Sqlite;
using Uniquity.Sqlite.Enforcing;
using Uniquity.Sqlite.Loading;
using Uniquity.Sqlite.Resolving;
using Uniquity.Targets;

namespace Uniquity.Cli;

/// <summary>From a URL to its adapter: the one file that names adapters.</summary>
internal static class Composition
{
    private static readonly string[] Schemes = ["postgres://", "postgresql://", "sqlite:", "mongodb://", "mongodb+srv://"];

    /// <summary>Opens the database of a URL, read-only.</summary>
    /// <exception cref="UsageException">The URL names no engine that this version asks.</exception>
    /// <exception cref="TargetException">It cannot be reached, or denies access.</exception>
    public static ValueTask<ITarget> OpenAsync(string url, TimeSpan timeout, Func<string, string?> variable, CancellationToken cancellationToken) =>
        Engine(url) switch
        {
            "sqlite" => SqliteAsync(url, timeout, cancellationToken),
            "postgresql" => PostgreSqlAsync(url, timeout, variable, cancellationToken),
            "mongodb" => MongoDbAsync(url, timeout, cancellationToken),
            _ => throw new UsageException(Unknown(url)),
        };

    /// <summary>Opens what repairs the database of a URL, with the log of its statements.</summary>
    /// <exception cref="UsageException">The URL names no engine that this version asks.</exception>
    /// <exception cref="TargetException">It cannot be reached, or denies access.</exception>
    public static async ValueTask<(IResolver Resolver, Func<IReadOnlyList<string>> Log)> OpenResolverAsync(
        string url, TimeSpan timeout, Func<string, string?> variable, CancellationToken cancellationToken)
    {
        switch (Engine(url))
        {
            case "postgresql":
                var resolver = await PostgreSqlResolver.OpenAsync(url, new PostgreSqlOptions { StatementTimeout = timeout, Environment = variable }, clock: null, cancellationToken);
                return (resolver, () => resolver.StatementLog);
            case "sqlite":
                var file = await SqliteResolver.OpenAsync(SqliteTargetOptions.FromUrl(url) with { StatementTimeout = timeout }, clock: null, cancellationToken);
                return (file, () => file.StatementLog);
            case "mongodb":
                var documents = await MongoResolver.OpenAsync(url, new MongoOptions { CommandTimeout = timeout }, clock: null, cancellationToken);
                return (documents, () => documents.StatementLog);
            default:
                throw new UsageException(Unknown(url));
        }
    }

    /// <summary>Opens what changes the indexes of the database of a URL.</summary>
    /// <exception cref="UsageException">The URL names no engine that this version asks.</exception>
    /// <exception cref="Calls.RefusedException">This version does not change databases of that engine.</exception>
    /// <exception cref="TargetException">It cannot be reached, or denies access.</exception>
    public static async ValueTask<IEnforcer> OpenEnforcerAsync(string url, TimeSpan timeout, Func<string, string?> variable, CancellationToken cancellationToken)
    {
        switch (Engine(url))
        {
            case "postgresql":
                return await PostgreSqlEnforcer.OpenAsync(url, new PostgreSqlOptions { StatementTimeout = timeout, Environment = variable }, clock: null, cancellationToken);
            case "sqlite":
                return await SqliteEnforcer.OpenAsync(SqliteTargetOptions.FromUrl(url) with { StatementTimeout = timeout }, cancellationToken);
            case "mongodb":
                return await MongoEnforcer.OpenAsync(url, new MongoOptions { CommandTimeout = timeout }, clock: null, cancellationToken);
            default:
                throw new UsageException(Unknown(url));
        }
    }

    /// <summary>Opens what loads records into the database of a URL.</summary>
    /// <exception cref="UsageException">The URL names no engine that this version loads into.</exception>
    /// <exception cref="TargetException">It cannot be reached, or denies access.</exception>
    public static async ValueTask<ILoader> OpenLoaderAsync(string url, TimeSpan timeout, Func<string, string?> variable, CancellationToken cancellationToken) => Engine(url) switch
    {
        "postgresql" => await PostgreSqlLoader.OpenAsync(url, new PostgreSqlOptions { StatementTimeout = timeout, Environment = variable }, cancellationToken),
        "sqlite" => await SqliteLoader.OpenAsync(SqliteTargetOptions.FromUrl(url) with { LockTimeout = timeout }, cancellationToken),
        "mongodb" => await MongoLoader.OpenAsync(url, options: null, clock: null, cancellationToken),
        _ => throw new UsageException(Unknown(url)),
    };

    private static string? Engine(string url)
    {
        if (Starts(url, "sqlite:")) return "sqlite";
        if (Starts(url, "mongodb://") || Starts(url, "mongodb+srv://")) return "mongodb";
        return PostgreSqlTarget.Recognises(url) ? "postgresql" : null;
    }

    // The URL is never repeated: what is malformed may hold a password anywhere.
    private static string Unknown(string url)
    {
        var colon = url.IndexOf(':');
        var scheme = colon > 0 ? url[..colon] : "";
        if (scheme.Length == 0 || !scheme.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.'))
        {
            return "--db wants a URL: postgres://user@host/database, or sqlite:PATH for a file";
        }

        var nearest = NearestName.Find(scheme, Schemes.Select(known => known[..known.IndexOf(':')]));
        var right = Array.Find(Schemes, known => nearest is not null && known.StartsWith(nearest + ":", StringComparison.Ordinal)) ?? "postgres://";
        return $"no engine has the scheme {scheme}:; nearest right call: --db {(right == "sqlite:" ? "sqlite:PATH" : right + "user@host/database")}";
    }

    private static bool Starts(string url, string scheme) => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Makes a new SQLite file and opens it for writing: the demo's.</summary>
    public static async Task<DbConnection> CreateFileAsync(string path, CancellationToken cancellationToken)
    {
        SqliteDriver.Use();
        var settings = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWriteCreate, Pooling = false };
        var connection = new SqliteConnection(settings.ToString());
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private static async ValueTask<ITarget> SqliteAsync(string url, TimeSpan timeout, CancellationToken cancellationToken) =>
        await SqliteTarget.OpenAsync(SqliteTargetOptions.FromUrl(url) with { StatementTimeout = timeout }, cancellationToken);

    private static async ValueTask<ITarget> PostgreSqlAsync(string url, TimeSpan timeout, Func<string, string?> variable, CancellationToken cancellationToken) =>
        await PostgreSqlTarget.OpenAsync(url, new PostgreSqlOptions { StatementTimeout = timeout, Environment = variable }, cancellationToken);

    private static async ValueTask<ITarget> MongoDbAsync(string url, TimeSpan timeout, CancellationToken cancellationToken) =>
        await MongoTarget.OpenAsync(url, new MongoOptions { CommandTimeout = timeout }, cancellationToken);
}
