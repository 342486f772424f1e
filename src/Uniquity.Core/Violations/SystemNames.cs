namespace Uniquity.Violations;

/// <summary>OpenTelemetry's names of the engines, where they are not the same as in <see cref="Violation.Engine"/>.</summary>
/// <remarks>https://opentelemetry.io/docs/specs/semconv/registry/attributes/db/#db-system-name.</remarks>
internal static class SystemNames
{
    /// <summary>The name of an engine.</summary>
    public static string Of(string engine) => engine switch
    {
        "sqlserver" => "microsoft.sql_server",
        "oracle" => "oracle.db",
        "cosmosdb" => "azure.cosmosdb",
        _ => engine,
    };
}
