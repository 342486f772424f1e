using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Planning;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Resolving.Applying;

/// <summary>The statements on the root: the list of rows to look at, and for each batch the ranking under lock.</summary>
/// <param name="request">The request.</param>
/// <param name="graph">The tables.</param>
/// <param name="archive">The run's archive.</param>
/// <param name="keyed">The rows with their keys.</param>
internal sealed class BatchSql(ResolveRequest request, ResolveGraph graph, RunArchive archive, KeyedRows keyed)
{
    private readonly TableShape root = graph.Root;
    private readonly ArchiveTable removed = archive.Removed(graph.Root.Name);

    /// <summary>Makes the list of rows to look at, with a hash of each.</summary>
    public SqlText MakeWork => SqlText.Of($"CREATE TABLE {archive.Work} AS {Listed(0, null)}");

    /// <summary>Finds a batch's part of the list.</summary>
    public SqlText IndexWork => SqlText.Of($"CREATE INDEX ON {archive.Work} ({keyed.Group})");

    /// <summary>The groups, the rows and the fingerprint of the list.</summary>
    public SqlText CountWork => SqlText.Of($"""
        SELECT coalesce(max({keyed.Group}), 0), count(*), coalesce(sum({removed.Own("hash")}), 0)::text FROM {archive.Work}
        """);

    /// <summary>Appends the rows of groups that came up since.</summary>
    public SqlText AppendWork(long after, SqlText fresh) => SqlText.Of($"INSERT INTO {archive.Work} {Listed(after, fresh)}");

    /// <summary>Locks the rows of the batch's groups in the order of their key, ranks them by the policy, and archives those that go.</summary>
    /// <remarks>
    /// A lock gives a row as it is when it is granted, and the filter and the key are read from that: a row that went or passes
    /// the filter no more is not there, and one whose key changed is no longer of its group. Two sessions that lock in one order
    /// never wait for each other.
    /// </remarks>
    public SqlText Rank(int batch, long from, long to)
    {
        var physical = root.Physical ? SqlText.Of($"{OwnIds}, ") : SqlText.Empty;
        var physicalValues = root.Physical ? SqlText.Of($"{root.IdOf("r")}, ") : SqlText.Empty;
        var kept = SqlText.Join(", ", root.Id.Select((part, n) => SqlText.Of($"first_value(t.{part}) OVER ranked AS {SqlText.Name(removed.KeptName(n + 1))}")));
        return SqlText.Of($"""
            INSERT INTO {removed.Sql} ({removed.Own("batch")}, {removed.Own("group")}, {removed.Own("rank")}, {Kept}, {physical}{root.ColumnList})
            SELECT {batch}, r.{removed.Own("group")}, r.{removed.Own("rank")}, {Kept}, {physicalValues}{root.ColumnsOf("r")}
            FROM (SELECT row_number() OVER ranked AS {removed.Own("rank")}, {kept}, t.*
              FROM {keyed.Locked(archive.Work, SqlText.Name($"{removed.Meta}work"), WorkId, from, to)} AS t
              WINDOW ranked AS (PARTITION BY t.{keyed.Group}, {keyed.KeysOf("t")} ORDER BY {PolicySql.Order(request.Keep, root, "t")})) AS r
            WHERE r.{removed.Own("rank")} > 1
            """);
    }

    private SqlText Kept => SqlText.Join(", ", Enumerable.Range(1, root.Id.Count).Select(n => SqlText.Name(removed.KeptName(n))));

    private SqlText OwnIds => SqlText.Join(", ", Enumerable.Range(1, root.Id.Count).Select(n => removed.Own($"id{n}")));

    private string WorkId(int n) => $"{removed.Meta}{n}";

    private SqlText Listed(long after, SqlText? fresh)
    {
        var ids = SqlText.Join(", ", root.Id.Select((part, n) => SqlText.Of($"t.{part} AS {SqlText.Name(WorkId(n + 1))}")));
        return SqlText.Of($"""
            SELECT d.{keyed.Group}, {ids}, {keyed.Hash("t")} AS {removed.Own("hash")}
            FROM {keyed.Groups(after, fresh)} AS d JOIN {keyed.From} AS t ON {keyed.SameKey("d", "t")} ORDER BY 1
            """);
    }
}
