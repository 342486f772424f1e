using Uniquity.Resolving;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Planning;

/// <summary>Computes the values that the rows that stay take from the others.</summary>
/// <remarks>Every value is one that a row of the group has (a window's first), with its storage class; only sum and union make new ones.</remarks>
/// <param name="table">The table.</param>
/// <param name="rules">The fields that may change, each with its rule.</param>
internal sealed class MergeSql(TableShape table, IReadOnlyList<(SqliteColumn Column, MergeKind Kind)> rules)
{
    /// <summary>The rows that stay and change: address and new values.</summary>
    public const string Merged = "temp.uq_merged";

    /// <summary>Whether anything is merged.</summary>
    public bool Any => rules.Count > 0;

    /// <summary>The fields that may change.</summary>
    public IReadOnlyList<string> Fields => [.. rules.Select(rule => rule.Column.Name)];

    /// <summary>The rules.</summary>
    public IReadOnlyList<(SqliteColumn Column, MergeKind Kind)> Rules => rules;

    /// <summary>The name of the n-th new value, from 1.</summary>
    public static string New(int n) => Names.Nth("v", n);

    /// <summary>Makes the table of merged rows.</summary>
    public IEnumerable<string> Make =>
    [
        $"DROP TABLE IF EXISTS {Merged}",
        $"CREATE TABLE {Merged} (uq_g INTEGER, {table.Defined()}, {Names.List(Names.Row("v", rules.Count))}, PRIMARY KEY ({Names.List(table.A)})) WITHOUT ROWID",
    ];

    /// <summary>Computes the rows that stay and change, from the ranked rows.</summary>
    public string Fill
    {
        get
        {
            var values = rules.Select((rule, n) => $"{Value(rule.Column, rule.Kind)} AS {New(n + 1)}");
            var differs = rules.Select((rule, n) => $"NOT {Names.Same($"uq_v.{New(n + 1)}", $"uq_t.{SqliteName.Quote(rule.Column.Name)}")}").ToList();
            return $"""
                INSERT INTO {Merged} SELECT uq_v.uq_g, {Names.Of("uq_v", table.A)}, {Names.Of("uq_v", Names.Row("v", rules.Count))}
                FROM (SELECT uq_r.uq_g, uq_r.uq_rank, {Names.Of("uq_r", table.A)}, {Names.List(values)} FROM {KeyedRows.Ranked} AS uq_r JOIN {table.From} AS uq_t ON {table.Is("uq_t", "uq_r")}) AS uq_v
                JOIN {table.From} AS uq_t ON {table.Is("uq_t", "uq_v")} WHERE uq_v.uq_rank = 1 AND {Names.Joined("OR", differs, "0")}
                """;
        }
    }

    private string Value(SqliteColumn column, MergeKind kind)
    {
        var stay = $"PARTITION BY {Names.Of("uq_r", table.S)}";
        var value = $"uq_t.{SqliteName.Quote(column.Name)}";
        return kind switch
        {
            MergeKind.Fill => $"first_value({value}) OVER ({stay} ORDER BY {value} IS NULL, uq_r.uq_rank)",
            MergeKind.Max => $"first_value({value}) OVER ({stay} ORDER BY {value} DESC NULLS LAST, uq_r.uq_rank)",
            MergeKind.Min => $"first_value({value}) OVER ({stay} ORDER BY {value} NULLS LAST, uq_r.uq_rank)",
            MergeKind.Longest => $"first_value({value}) OVER ({stay} ORDER BY length({value}) DESC NULLS LAST, uq_r.uq_rank)",
            MergeKind.Sum => $"sum({value}) OVER ({stay})",
            _ => Union(value),
        };
    }

    /// <summary>Every element once, in the order of the rows and of their arrays; where the row that stays has them all, its text stays as it is.</summary>
    private string Union(string value)
    {
        var column = value["uq_t.".Length..];
        var rows = $"FROM {KeyedRows.Ranked} AS uq_x JOIN {table.From} AS uq_y ON {table.Is("uq_y", "uq_x")}, json_each(uq_y.{column}) AS uq_e WHERE {table.SameRow("uq_x", "uq_r", "s", "s")} AND uq_y.{column} IS NOT NULL";
        return $"""
            CASE WHEN uq_r.uq_rank = 1 THEN (SELECT CASE WHEN max(uq_first) = 1 THEN {value} WHEN max(uq_first) IS NOT NULL THEN json_group_array(
              CASE uq_type WHEN 'true' THEN json('true') WHEN 'false' THEN json('false') WHEN 'array' THEN json(uq_element) WHEN 'object' THEN json(uq_element) ELSE uq_element END) ELSE {value} END
              FROM (SELECT uq_e.type AS uq_type, uq_e.value AS uq_element, min(uq_x.uq_rank) AS uq_first {rows} GROUP BY uq_e.type, uq_e.value ORDER BY min(uq_x.uq_rank), min(uq_e.id))) END
            """;
    }
}
