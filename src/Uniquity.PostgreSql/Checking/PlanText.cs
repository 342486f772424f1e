using System.Text.Json;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Checking;

/// <summary>Reads what EXPLAIN (VERBOSE, FORMAT JSON) says a plan gives.</summary>
internal static class PlanText
{
    private const string Row = "ROW(";

    /// <summary>The one expression of a plan, without the row around it; a lone column by its name.</summary>
    public static string OutputOf(string plan)
    {
        using var document = JsonDocument.Parse(plan);
        var output = document.RootElement[0].GetProperty("Plan").GetProperty("Output")[0].GetString()!;
        if (output.StartsWith(Row, StringComparison.Ordinal) && output.EndsWith(')')) output = output[Row.Length..^1];
        return NameReader.Read(output) is [_, var column] ? Quote.Name(column.Text) : output;
    }
}
