namespace Uniquity.Violations.Formatting;

/// <summary>Prints a violation as the engine that raises it does.</summary>
/// <remarks>
/// What is printed is read back the same by <see cref="ViolationText"/>, as far as the engine's own text is unambiguous.
/// Times, line, statement and context are not printed. Thread safe.
/// </remarks>
public static class ViolationFormatter
{
    /// <summary>The engine's message.</summary>
    /// <param name="violation">The violation; of an engine that is not known, PostgreSQL's wording is used.</param>
    /// <returns>One or more lines, without a line break at the end.</returns>
    public static string Format(Violation violation) => violation.Engine switch
    {
        "mongodb" => MongoDbMessage.Of(violation),
        "cosmosdb" => MongoDbMessage.OfCosmos(violation),
        "sqlite" => SqliteMessage.Of(violation),
        "mysql" => MySqlMessage.Of(violation),
        "sqlserver" => SqlServerMessage.Of(violation),
        "oracle" => OracleMessage.Of(violation),
        _ => PostgreSqlMessage.Of(violation),
    };
}
