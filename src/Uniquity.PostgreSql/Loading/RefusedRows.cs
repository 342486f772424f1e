using System.Text.Json;
using Uniquity.Indexes;
using Uniquity.Loading;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Loading;

/// <summary>Tells why rows were refused, and which row holds the key.</summary>
internal sealed class RefusedRows(LoadConnection connection, LoadTable table, LoadSql sql)
{
    /// <summary>Words refusals.</summary>
    public async Task<IReadOnlyList<LoadReject>> ReadAsync(StagedChunk chunk, IReadOnlyList<RowOutcome> refused, CancellationToken cancellationToken)
    {
        var rejects = new List<LoadReject>();
        foreach (var group in refused.GroupBy(outcome => outcome.State == "23505" ? outcome.Constraint : null))
        {
            var index = table.Request.Indexes.FirstOrDefault(index => index.Name == group.Key && group.Key is not null);
            var holders = index is null ? [] : await HoldersAsync(index, [.. group.Select(outcome => outcome.N)], cancellationToken);
            foreach (var outcome in group)
            {
                var record = chunk.Records[outcome.N];
                rejects.Add(new(record.Line, Reason(outcome.State), Detail(outcome), record)
                {
                    Index = outcome.Constraint,
                    KeyFields = index is not null && index.Key.All(part => !part.Expression) ? [.. index.Key.Select(part => part.Part)] : null,
                    Holder = holders.TryGetValue(outcome.N, out var holder) ? holder : null,
                });
            }
        }

        return rejects;
    }

    private static string Reason(string? state) => state switch
    {
        "23505" => "duplicate",
        "23502" => "null",
        "23503" => "reference",
        "23514" or "44000" => "check",
        "23P01" => "exclusion",
        not null when state.StartsWith("22", StringComparison.Ordinal) => "value",
        _ => "refused",
    };

    private static string Detail(RowOutcome outcome) => $"{outcome.Message}{(outcome.Detail is { } detail && outcome.State != "23502" ? ": " + detail : "")} ({outcome.State})".ReplaceLineEndings(" ");

    private async Task<Dictionary<int, JsonElement>> HoldersAsync(UniqueIndex index, int[] rows, CancellationToken cancellationToken)
    {
        if (index.Key.Any(part => part.Expression || sql.NumberOf(part.Part) < 0)) return [];
        var equal = index.Nulls == NullHandling.NotDistinct ? "IS NOT DISTINCT FROM" : "=";
        var same = string.Join(" AND ", index.Key.Select(part => $"t.{Quote.Name(part.Part)} {equal} {sql.Value("s", sql.NumberOf(part.Part))}"));
        var filter = index.Filter is { } partial ? $" AND ({partial})" : "";
        var found = await connection.QueryAsync(
            $"SELECT s.n, (SELECT to_jsonb(t)::text FROM {table.Sql} t WHERE {same}{filter} LIMIT 1) FROM {LoadSql.Staging} s WHERE s.n IN (SELECT unnest($1::int[]))",
            row => (N: row.GetInt32(0), Json: row.IsDBNull(1) ? null : row.GetString(1)), cancellationToken, "{" + string.Join(',', rows) + "}");
        return found.Where(row => row.Json is not null).ToDictionary(row => row.N, row => JsonElement.Parse(row.Json!));
    }
}
