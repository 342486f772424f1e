using Uniquity.Causes;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Violations;

namespace Uniquity.Cli.Json;

/// <summary>The contract's words for values of the core; the same on screen and in JSON.</summary>
internal static class Words
{
    /// <summary>What was refused.</summary>
    public static string? Of(ViolationKind? kind) => kind switch
    {
        ViolationKind.Write => "write",
        ViolationKind.IndexBuild => "indexBuild",
        _ => null,
    };

    /// <summary>How certain.</summary>
    public static string Of(Confidence confidence) => confidence switch
    {
        Confidence.Certain => "certain",
        Confidence.Likely => "likely",
        _ => "possible",
    };

    /// <summary>What a remedy changes.</summary>
    public static string Of(RemedyKind kind) => kind switch
    {
        RemedyKind.Data => "data",
        RemedyKind.Index => "index",
        RemedyKind.Write => "write",
        _ => "code",
    };

    /// <summary>What a remedy locks.</summary>
    public static string Of(RemedyLock taken) => taken switch
    {
        RemedyLock.Row => "row",
        RemedyLock.TableBriefly => "table, briefly",
        RemedyLock.Table => "table",
        _ => "none",
    };

    /// <summary>What an index makes of null.</summary>
    public static string Of(NullHandling nulls) => nulls switch
    {
        NullHandling.NotDistinct => "notDistinct",
        NullHandling.Sparse => "sparse",
        NullHandling.Value => "value",
        _ => "distinct",
    };

    /// <summary>Where a run stands.</summary>
    public static string Of(RunState state) => state switch
    {
        RunState.Planned => "planned",
        RunState.Running => "running",
        RunState.Interrupted => "interrupted",
        RunState.Complete => "complete",
        RunState.Undone => "undone",
        _ => "partlyUndone",
    };

    /// <summary>An engine as people write it.</summary>
    public static string Engine(string? engine) => engine switch
    {
        "mongodb" => "MongoDB",
        "postgresql" => "PostgreSQL",
        "sqlite" => "SQLite",
        "mysql" => "MySQL",
        "sqlserver" => "SQL Server",
        "oracle" => "Oracle",
        "cockroachdb" => "CockroachDB",
        "cosmosdb" => "Cosmos DB or DocumentDB",
        null => "a database",
        _ => engine,
    };
}
