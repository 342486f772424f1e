using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>Archives the rows that go with their parents (<c>--children delete</c>).</summary>
internal sealed class DeleteChildrenSql(ResolveGraph graph, RunArchive archive, MoveSql moves)
{
    /// <summary>Locks them.</summary>
    public SqlText Lock(Reference reference, int batch) => SqlText.Of($"""
        SELECT count(*) FROM (SELECT 1 FROM {graph.Tables[reference.Child].From} AS c WHERE EXISTS (SELECT FROM {Gone(reference, batch)} AND {Refers(reference)}) FOR UPDATE OF c) AS locked
        """);

    /// <summary>Archives them.</summary>
    public SqlText Archive(Reference reference, int batch)
    {
        var child = graph.Tables[reference.Child];
        var removed = archive.Removed(child.Name);
        var physical = child.Physical ? SqlText.Of($"{SqlText.Join(", ", child.Id.Select((_, n) => removed.Own($"id{n + 1}")))}, ") : SqlText.Empty;
        var physicalValues = child.Physical ? SqlText.Of($"{child.IdOf("c")}, ") : SqlText.Empty;
        return SqlText.Of($"""
            INSERT INTO {removed.Sql} ({removed.Own("batch")}, {removed.Own("group")}, {physical}{child.ColumnList})
            SELECT {batch}, l.{archive.Removed(reference.Parent).Own("group")}, {physicalValues}{child.ColumnsOf("c")}
            FROM {Gone(reference, batch, child)} AND {moves.IsNotRemoved(child, "c", child.Id, batch)}
            """);
    }

    private SqlText Gone(Reference reference, int batch, TableShape? child = null)
    {
        var removed = archive.Removed(reference.Parent);
        var join = child is null ? SqlText.Empty : SqlText.Of($" JOIN {child.From} AS c ON {Refers(reference)}");
        return SqlText.Of($"{removed.Sql} AS l{join} WHERE l.{removed.Own("batch")} = {batch}");
    }

    private static SqlText Refers(Reference reference) => reference.Refers("c", "l", n => reference.ParentColumns[n]);
}
