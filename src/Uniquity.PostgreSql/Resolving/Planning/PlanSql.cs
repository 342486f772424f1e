using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving.Planning;

/// <summary>The questions of a plan: each is one statement over the groups, ranked.</summary>
internal sealed class PlanSql(ResolveContext context)
{
    private const int Samples = 5;
    private const int RowsPerSample = 20;
    private readonly TableShape root = context.Graph.Root;
    private readonly ResolveRequest request = context.Request;

    /// <summary>
    /// First a row with what was counted, then the rows of some groups. It is one statement, because finding the groups is most of
    /// its work: group and rank, the row as JSON, and where it stays, as it will be; groups, rows, fingerprint, nulls in the compared
    /// field, rows that stay and change, and each of the counts asked for.
    /// </summary>
    public SqlText Read(IReadOnlyList<SqlText> counts)
    {
        var compared = request.Keep.Field is { } name ? root.Column(name).Of("r") : SqlText.Raw("0");
        var merged = context.Merge.Any ? SqlText.Of($", {context.Merge.Ctes}") : SqlText.Empty;
        var changed = SqlText.Raw(context.Merge.Any ? "(SELECT count(*) FROM merged)" : "0::bigint");
        // Where nothing goes nothing refers to it, and no other table need be read.
        var asked = SqlText.Join("", counts.Select(count => SqlText.Of($",\n  CASE WHEN EXISTS (SELECT FROM gone) THEN ({count}) ELSE 0 END")));
        var none = SqlText.Join("", counts.Select(_ => SqlText.Raw(", NULL")));
        return SqlText.Of($"""
            WITH {Rows}, {Gone}{merged}
            SELECT 0::bigint, 0::bigint, NULL::text, NULL::text, coalesce(max(r.{context.Keyed.Group}), 0), count(*), coalesce(sum({context.Keyed.Hash("r")}), 0)::text, count(*) FILTER (WHERE num_nulls({compared}) = 1), {changed}{asked}
            FROM rows AS r
            UNION ALL
            {Sample(none)}
            ORDER BY 1, 2
            """);
    }

    /// <summary>The rows that refer to a row that goes; for a foreign key to itself, only those that stay.</summary>
    public SqlText Children(Reference reference)
    {
        var child = context.Graph.Tables[reference.Child];
        var stays = reference.ToItself ? SqlText.Of($" AND NOT EXISTS (SELECT FROM gone AS g WHERE {Same("g", "c")})") : SqlText.Empty;
        return SqlText.Of($"SELECT count(*) FROM {child.From} AS c JOIN gone AS l ON {reference.Refers("c", "l", n => reference.ParentColumns[n])}{stays}");
    }

    /// <summary>How many rows of a table would break one of its unique keys when moved away from the rows of the root that go.</summary>
    public SqlText Collisions(TableShape child, UniqueKey key, IReadOnlyList<Reference> references)
    {
        var joins = references.Select((reference, f) => SqlText.Of($" LEFT JOIN pairs AS p{f} ON {reference.Refers("c", $"p{f}", n => $"{root.Meta}old {reference.ParentColumns[n]}")}"));
        var columns = child.Columns.Select(column => SqlText.Of($"{NewValue(references, column)} AS {column.Sql}"));
        var own = child == root ? SqlText.Of($" WHERE NOT EXISTS (SELECT FROM gone AS g WHERE {Same("g", "c")})") : SqlText.Empty;
        var known = key.NullsNotDistinct ? SqlText.Empty : SqlText.Join("", key.Parts.Select(part => SqlText.Of($" AND {part} IS NOT NULL")));
        var parents = references.SelectMany(reference => reference.ParentColumns).Distinct(StringComparer.Ordinal).ToList();
        var pairs = SqlText.Join(", ", parents.SelectMany(name => new[] { SqlText.Of($"l.{SqlText.Name(name)} AS {SqlText.Name($"{root.Meta}old {name}")}"), SqlText.Of($"k.{SqlText.Name(name)} AS {SqlText.Name($"{root.Meta}new {name}")}") }));
        var moved = SqlText.Join(" OR ", references.Select((reference, f) => SqlText.Of($"p{f}.{SqlText.Name($"{root.Meta}old {reference.ParentColumns[0]}")} IS NOT NULL")));
        return SqlText.Of($"""
            WITH pairs AS MATERIALIZED (SELECT {pairs} FROM gone AS l JOIN rows AS k ON k.{Own("keep")} = l.{Own("keep")} AND k.{Own("rank")} = 1),
            future AS (SELECT {SqlText.Join(", ", columns)}, ({moved}) AS {SqlText.Name($"{child.Meta}moved")} FROM {child.From} AS c{SqlText.Join("", joins)}{own})
            SELECT coalesce(sum(n - 1), 0)::bigint FROM (SELECT count(*) AS n FROM (SELECT {key.Keys(child.Meta)}, {SqlText.Name($"{child.Meta}moved")} FROM future WHERE {key.Where}{known}) AS f
              GROUP BY {SqlText.Join(", ", key.KeyNames(child.Meta).Select(SqlText.Name))} HAVING count(*) > 1 AND bool_or({SqlText.Name($"{child.Meta}moved")})) AS colliding
            """);
    }

    private SqlText Sample(SqlText none)
    {
        var columns = root.Columns.Select(column => context.Merge.Fields.Contains(column)
            ? SqlText.Of($"CASE WHEN m.{Own("keep")} IS NULL THEN s.{column.Sql} ELSE m.{column.Sql} END AS {column.Sql}") : column.Of("s"));
        var join = context.Merge.Any ? SqlText.Of($" LEFT JOIN merged AS m ON m.{Own("keep")} = s.{Own("keep")}") : SqlText.Empty;
        return SqlText.Of($"""
            SELECT s.{Own("keep")}, s.{Own("rank")}, {Json("s")}::text, CASE WHEN s.{Own("rank")} = 1 THEN (SELECT {Json("a")}::text FROM (SELECT {SqlText.Join(", ", columns)}) AS a) END, NULL, NULL, NULL, NULL, NULL{none}
            FROM rows AS s{join} WHERE s.{Own("keep")} <= {Samples} AND s.{Own("rank")} <= {RowsPerSample}
            """);
    }

    private SqlText Rows => SqlText.Of($"""
        rows AS MATERIALIZED (SELECT d.{context.Keyed.Group}, d.{context.Keyed.Group} AS {Own("keep")}, t.*, row_number() OVER (PARTITION BY d.{context.Keyed.Group} ORDER BY {PolicySql.Order(request.Keep, root, "t")}) AS {Own("rank")}
          FROM {context.Keyed.Groups(0, null)} AS d JOIN {context.Keyed.From} AS t ON {context.Keyed.SameKey("d", "t")})
        """);

    private SqlText Gone => SqlText.Of($"gone AS MATERIALIZED (SELECT * FROM rows AS r WHERE r.{Own("rank")} > 1)");

    private SqlText Json(string alias) => SqlText.Of($"(SELECT to_json({Own("row")}.*) FROM (SELECT {root.ColumnsOf(alias)}) AS {Own("row")})");

    private SqlText Own(string name) => SqlText.Name(root.Meta + name);

    private SqlText Same(string left, string right) => SqlText.Join(" AND ", root.Id.Select(part => SqlText.Of($"{SqlText.Raw(left)}.{part} = {SqlText.Raw(right)}.{part}")));

    private SqlText NewValue(IReadOnlyList<Reference> references, TableColumn column)
    {
        var moves = references.SelectMany((reference, f) => reference.ChildColumns.Select((name, n) => (name, f, n, reference))).Where(move => move.name == column.Name)
            .Select(move => SqlText.Of($"p{move.f}.{SqlText.Name($"{root.Meta}new {move.reference.ParentColumns[move.n]}")}")).ToList();
        return moves.Count == 0 ? column.Of("c") : SqlText.Of($"coalesce({SqlText.Join(", ", moves)}, {column.Of("c")})");
    }
}
