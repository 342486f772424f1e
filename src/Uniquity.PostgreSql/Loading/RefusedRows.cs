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
            var index = group.Key is { } name ? table.Request.Indexes.FirstOrDefault(index => index.Name == name) ?? await NewAsync(name, cancellationToken) : null;
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

    /// <summary>An index that was made since the load began, or one of a partition.</summary>
    private async Task<UniqueIndex?> NewAsync(string name, CancellationToken cancellationToken)
    {
        var found = await connection.QueryAsync(
            """
            SELECT (SELECT array_agg(a.attname::text ORDER BY k.at) FROM unnest(i.indkey::int[]) WITH ORDINALITY k(attnum, at) JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum WHERE k.at <= i.indnkeyatts),
              pg_get_expr(i.indpred, i.indrelid), coalesce(to_jsonb(i)->>'indnullsnotdistinct', 'false') = 'true'
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE c.relname = $1 AND i.indisunique AND i.indexprs IS NULL AND (i.indrelid = $2::regclass OR i.indrelid IN (SELECT relid FROM pg_partition_tree($2::regclass)))
            """, row => (Key: row.GetFieldValue<string[]>(0), Filter: row.IsDBNull(1) ? null : row.GetString(1), NotDistinct: row.GetBoolean(2)), cancellationToken, name, table.Sql);
        return found is not [var one] ? null : new()
        {
            Table = table.Request.Table,
            Name = name,
            Key = [.. one.Key.Select(part => new KeyPart(part))],
            Filter = one.Filter,
            Nulls = one.NotDistinct ? NullHandling.NotDistinct : NullHandling.Distinct,
        };
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

    private static string Detail(RowOutcome outcome) => $"{outcome.Message}{(outcome.Detail is { } detail && outcome.State != "23502" ? ": " + detail : "")}{(outcome.State is null ? "" : $" ({outcome.State})")}".ReplaceLineEndings(" ");

    private async Task<Dictionary<int, JsonElement>> HoldersAsync(UniqueIndex index, int[] rows, CancellationToken cancellationToken)
    {
        if (index.Key.Any(part => !part.Expression && sql.NumberOf(part.Part) < 0)) return [];
        var equal = index.Nulls == NullHandling.NotDistinct ? "IS NOT DISTINCT FROM" : "=";
        var same = string.Join(" AND ", index.Key.Select((part, at) => part.Expression ? $"({part.Part}) {equal} r.uniquity_k{at}" : $"t.{Quote.Name(part.Part)} {equal} r.uniquity_k{at}"));
        var keys = string.Concat(index.Key.Select((part, at) => $", {(part.Expression ? Computed(part) : sql.Value("s", sql.NumberOf(part.Part)))} AS uniquity_k{at}"));
        var filter = index.Filter is { } partial ? $" AND ({partial})" : "";
        var found = await connection.QueryAsync(
            $"SELECT r.uniquity_n, (SELECT to_jsonb(t.*)::text FROM {table.Rows} t WHERE {same}{filter} LIMIT 1) FROM (SELECT s.n AS uniquity_n{keys} FROM {LoadSql.Staging} s WHERE s.n = ANY ($1::int[]) OFFSET 0) r",
            row => (N: row.GetInt32(0), Json: row.IsDBNull(1) ? null : row.GetString(1)), cancellationToken, "{" + string.Join(',', rows) + "}");
        return found.Where(row => row.Json is not null).ToDictionary(row => row.N, row => LoadSql.Row(row.Json!));
    }

    /// <summary>An expression over the record: its names are the record's values.</summary>
    private string Computed(KeyPart part)
    {
        var record = table.Columns.Select(column => $"{(sql.NumberOf(column.Name) is >= 0 and var number && !column.Generated ? sql.Value("s", number) : $"NULL::{column.Type}")} AS {Quote.Name(column.Name)}");
        return $"(SELECT {part.Part} FROM (SELECT {string.Join(", ", record)}) x)";
    }
}
