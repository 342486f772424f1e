using Uniquity.Targets;

namespace Uniquity.Cli.Calls;

/// <summary>Words where a target is.</summary>
internal static class Place
{
    /// <summary>The database and its host or file: <c>shop at localhost:5432</c>, <c>shop.db</c>.</summary>
    public static string Of(TargetInfo info) => (info.Database, info.Host) switch
    {
        ({ } database, { } host) when database != host && info.Role != "embedded" => $"{database} at {host}",
        (_, { } host) => host,
        ({ } database, _) => database,
        _ => "the database",
    };
}
