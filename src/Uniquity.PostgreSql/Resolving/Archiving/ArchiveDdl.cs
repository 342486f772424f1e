using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Archiving;

/// <summary>Makes the tables of an archive.</summary>
internal static class ArchiveDdl
{
    /// <summary>The statements that make a table, its index and its comments.</summary>
    public static IEnumerable<SqlText> Create(ArchiveTable archive, TableShape table, string run)
    {
        yield return SqlText.Of($"CREATE TABLE {archive.Sql} AS SELECT {SqlText.Join(", ", Selected(archive, table))} FROM {table.From} AS t WITH NO DATA");
        yield return SqlText.Of($"CREATE INDEX ON {archive.Sql} ({archive.Own("batch")})");
        yield return SqlText.Of($"COMMENT ON TABLE {archive.Sql} IS {SqlText.Raw(Quote.Literal(Describe(archive, run)))}");
        if (archive.Kind != ArchiveKind.Moved) yield break;
        foreach (var (prefix, columns, what) in new[] { ("id", archive.Id, "of the row, afterwards"), ("old", archive.Moved, "before"), ("new", archive.Moved, "after") })
        {
            for (var n = 0; n < columns.Count; n++)
                yield return SqlText.Of($"COMMENT ON COLUMN {archive.Sql}.{SqlText.Name($"{archive.Meta}{prefix}{n + 1}")} IS {SqlText.Raw(Quote.Literal($"{columns[n]} {what}"))}");
        }
    }

    private static IEnumerable<SqlText> Selected(ArchiveTable archive, TableShape table)
    {
        yield return SqlText.Of($"NULL::integer AS {archive.Own("batch")}");
        yield return SqlText.Of($"NULL::bigint AS {archive.Own("group")}");
        yield return SqlText.Of($"NULL::text AS {archive.Own("left")}");
        if (archive.Kind == ArchiveKind.Moved)
        {
            foreach (var (column, n) in archive.Id.Select((column, n) => (column, n + 1))) yield return As(column, $"id{n}");
            foreach (var (column, n) in archive.Moved.Select((column, n) => (column, n + 1))) yield return As(column, $"old{n}");
            foreach (var (column, n) in archive.Moved.Select((column, n) => (column, n + 1))) yield return As(column, $"new{n}");
            yield break;
        }

        yield return archive.Kind == ArchiveKind.Removed ? SqlText.Of($"NULL::integer AS {archive.Own("rank")}") : SqlText.Of($"NULL::boolean AS {archive.Own("after")}");
        foreach (var (part, n) in table.Id.Select((part, n) => (part, n + 1)))
        {
            if (archive.Kind == ArchiveKind.Removed) yield return SqlText.Of($"t.{part} AS {SqlText.Name(archive.KeptName(n))}");
            if (archive.Physical) yield return SqlText.Of($"t.{part} AS {archive.Own($"id{n}")}");
        }

        yield return table.ColumnsOf("t");

        SqlText As(string column, string name) => SqlText.Of($"t.{SqlText.Name(column)} AS {archive.Own(name)}");
    }

    private static string Describe(ArchiveTable archive, string run) => archive.Kind switch
    {
        ArchiveKind.Removed => $"Uniquity, run {run}: rows removed from {archive.Table}",
        ArchiveKind.Moved => $"Uniquity, run {run}: references of {archive.Table} moved to the row kept ({string.Join(", ", archive.Moved)})",
        _ => $"Uniquity, run {run}: rows of {archive.Table} changed by a merge, before and after",
    };
}
