using Npgsql;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Sql;

/// <summary>A filter that a person typed or that the catalogue keeps, as one condition.</summary>
internal static class FilterSql
{
    /// <summary>The filter in parentheses; a comment at its end does not swallow the closing one.</summary>
    public static SqlText Of(string filter) => SqlText.Raw(filter.Contains("--", StringComparison.Ordinal) ? $"({filter}\n)" : $"({filter})");

    /// <summary>Lets the server plan the filter over no row.</summary>
    /// <remarks>
    /// <c>1 = 1) OR (1 = 1</c> would be right inside parentheses and mean something else there. Inside brackets it is not.
    /// </remarks>
    /// <exception cref="UsageException">The filter is no condition of this table.</exception>
    public static async Task CheckAsync(Session session, TableName table, string filter, CancellationToken cancellationToken)
    {
        try
        {
            var sql = SqlText.Of($"SELECT ARRAY[{SqlText.Raw(filter)}\n]::boolean[] FROM {table} WHERE {Of(filter)} LIMIT 0");
            await session.QueryAsync(sql, _ => 0, cancellationToken, [Setting.RowSecurity]);
        }
        catch (PostgresException wrong) when (Refusal.IsMistyped(wrong))
        {
            throw new UsageException($"The filter {filter.ReplaceLineEndings(" ")} cannot be read: {wrong.MessageText.ReplaceLineEndings(" ")}.", wrong);
        }
    }
}
