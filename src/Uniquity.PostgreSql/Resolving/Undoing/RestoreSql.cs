using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Undoing;

/// <summary>The statement that brings rows back; what is back leaves the archive in the same statement.</summary>
internal sealed class RestoreSql(RunArchive archive, IReadOnlyDictionary<Uniquity.Indexes.TableName, TableShape> shapes, Scope scope)
{
    /// <summary>Brings removed rows and moved references back; it answers rows inserted, rows to be, references moved, references to be, rows unmerged, rows to be.</summary>
    /// <remarks>References leave the keys that removed rows come back to before those come; foreign keys are looked at when all of it is done.</remarks>
    public SqlText Restore()
    {
        var moved = archive.Tables.Where(table => table.Kind == ArchiveKind.Moved).ToList();
        var removed = archive.Tables.Where(table => table.Kind == ArchiveKind.Removed).ToList();
        var merged = archive.Tables.FirstOrDefault(table => table.Kind == ArchiveKind.Merged);
        var steps = new List<SqlText>();
        for (var n = 0; n < moved.Count; n++) steps.AddRange(MoveBack(moved[n], n));
        if (merged is not null) steps.AddRange(Unmerge(merged));
        for (var n = 0; n < removed.Count; n++) steps.AddRange(Insert(removed[n], n, moved));
        return SqlText.Of($"""
            WITH {SqlText.Join(",\n", steps)}
            SELECT {Sum(removed.Select((_, n) => SqlText.Of($"(SELECT count(*) FROM back{n})")))}, {Sum(removed.Select(Coming))},
              {Sum(moved.Select((_, n) => SqlText.Of($"(SELECT count(*) FROM moved{n})")))}, {Sum(moved.Select(Coming))},
              {SqlText.Raw(merged is null ? "0::bigint, 0::bigint" : "(SELECT count(*) FROM unmerged), (SELECT count(*) FROM pairs)")}
            """);
    }

    private static SqlText Sum(IEnumerable<SqlText> counts) => SqlText.Of($"({SqlText.Join(" + ", counts.Prepend(SqlText.Raw("0::bigint")))})");

    private SqlText Coming(ArchiveTable table) => SqlText.Of($"(SELECT count(*) FROM {table.Sql} AS a WHERE {scope.Coming(table, "a")})");

    private IEnumerable<SqlText> MoveBack(ArchiveTable table, int n)
    {
        var shape = shapes[table.Table];
        var set = SqlText.Join(", ", table.Moved.Select((name, i) => SqlText.Of($"{SqlText.Name(name)} = a.{table.Own($"old{i + 1}")}")));
        yield return SqlText.Of($"""
            moved{n} AS (UPDATE {shape.From} AS t SET {set} FROM ({MatchSql.Moved(table, shape, scope)}) AS p JOIN {table.Sql} AS a ON a.ctid = p.at
              WHERE {scope.Coming(table, "a")} AND {MatchSql.Is(shape, "t", "p")} RETURNING 1)
            """);
        yield return SqlText.Of($"unmoved{n} AS (DELETE FROM {table.Sql} AS a WHERE {scope.Coming(table, "a")})");
    }

    private IEnumerable<SqlText> Insert(ArchiveTable table, int n, List<ArchiveTable> moved)
    {
        var shape = shapes[table.Table];
        var written = shape.Columns.Where(column => !column.Generated && table.Columns.Contains(column.Name)).ToList();
        var wait = SqlText.Join("", moved.Select((other, i) => (other, i)).Where(pair => pair.other.Table == table.Table).Select(pair => SqlText.Of($" AND (SELECT count(*) FROM moved{pair.i}) >= 0")));
        if (archive.Tables.Any(other => other.Kind == ArchiveKind.Merged && other.Table == table.Table)) wait = SqlText.Of($"{wait} AND (SELECT count(*) FROM unmerged) >= 0");
        yield return SqlText.Of($"""
            back{n} AS (INSERT INTO {shape.Name} ({SqlText.Join(", ", written.Select(column => column.Sql))}) OVERRIDING SYSTEM VALUE
              SELECT {SqlText.Join(", ", written.Select(column => column.Of("a")))} FROM {table.Sql} AS a WHERE {scope.Coming(table, "a")}{wait} RETURNING 1)
            """);
        yield return SqlText.Of($"unarchived{n} AS (DELETE FROM {table.Sql} AS a WHERE {scope.Coming(table, "a")})");
    }

    /// <summary>Gives merged rows their values from before.</summary>
    private IEnumerable<SqlText> Unmerge(ArchiveTable table)
    {
        var shape = shapes[table.Table];
        var written = shape.Columns.Where(column => !column.Generated && !column.Identity && !shape.Identity.Contains(column.Name) && table.Columns.Contains(column.Name)).ToList();
        var set = SqlText.Join(", ", written.Select(column => SqlText.Of($"{column.Sql} = b.{column.Sql}")));
        var pair = table.Physical
            ? SqlText.Join(" AND ", Enumerable.Range(1, shape.Id.Count).Select(n => SqlText.Of($"b.{SqlText.Name(table.IdName(n))} = a.{SqlText.Name(table.IdName(n))}")))
            : SqlText.Join(" AND ", table.Id.Select(name => SqlText.Of($"b.{SqlText.Name(name)} = a.{SqlText.Name(name)}")));
        yield return SqlText.Of($"""
            pairs AS MATERIALIZED (SELECT m.*, b.ctid AS before FROM ({MatchSql.Merged(table, shape, scope)}) AS m JOIN {table.Sql} AS a ON a.ctid = m.at
              JOIN {table.Sql} AS b ON {scope.Coming(table, "b")} AND NOT b.{table.Own("after")} AND {pair} WHERE {table.Own("a", "left")} IS NULL)
            """);
        yield return SqlText.Of($"unmerged AS (UPDATE {shape.From} AS t SET {set} FROM pairs AS p JOIN {table.Sql} AS b ON b.ctid = p.before WHERE {MatchSql.Is(shape, "t", "p")} RETURNING 1)");
        yield return SqlText.Of($"forgotten AS (DELETE FROM {table.Sql} AS x WHERE x.ctid = ANY (ARRAY(SELECT at FROM pairs UNION ALL SELECT before FROM pairs)))");
    }
}
