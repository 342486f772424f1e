using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Resolving.Archiving;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Undoing;

/// <summary>Finds the living row of every archived change, and marks those that cannot come back, each with its reason; they stay in the archive.</summary>
internal sealed class MarkSql(RunArchive archive, Scope scope)
{
    private const string Parents = "temp.uq_parents";
    private const string Changed = "it was changed or removed since";

    /// <summary>The table of living rows of an archive: address, and the archive's row.</summary>
    public static string Living(ArchiveTable table) => $"temp.{SqliteName.Always($"uq_live {table.Relation}")}";

    /// <summary>Forgets the marks of an earlier undo.</summary>
    public string Clear(ArchiveTable table) => $"UPDATE {table.Sql} AS a SET {table.Own("left")} = NULL WHERE {scope.On(table, "a")} AND a.{table.Own("left")} IS NOT NULL";

    /// <summary>Finds living rows that are as the run left them.</summary>
    public IEnumerable<string> Find(ArchiveTable table, TableShape shape)
    {
        yield return $"DROP TABLE IF EXISTS {Living(table)}";
        yield return $"CREATE TABLE {Living(table)} ({shape.Defined()}, uq_r INTEGER, PRIMARY KEY ({Names.List(shape.A)})) WITHOUT ROWID";
        var known = table.Physical
            ? $"t.{shape.Table.Rowid} = a.{table.Own("rowid")}"
            : string.Join(" AND ", table.Id.Select((name, n) => $"t.{SqliteName.Quote(name)} = a.{table.IdName(n + 1)}"));
        yield return $"""
            INSERT OR IGNORE INTO {Living(table)} SELECT {shape.AddressAs("t")}, a.rowid FROM {table.Sql} AS a CROSS JOIN {shape.From} AS t ON {known}
            WHERE {scope.Coming(table, "a")} AND {Names.Joined("AND", [.. Same(table)], "1")}
            """;
    }

    /// <summary>Finds rows that are known by all their columns under the rowid that VACUUM has given them; of twins each is taken once.</summary>
    public string FindTwins(ArchiveTable table, TableShape shape)
    {
        var columns = table.Quoted;
        var image = Names.List(columns.SelectMany(name => new[] { $"typeof({name})", $"{name} COLLATE BINARY" }));
        var same = Names.Joined("AND", [.. table.Columns.Select(name => Names.Same($"t.{SqliteName.Quote(name)}", $"a.{SqliteName.Quote(name)}"))], "1");
        return $"""
            INSERT OR IGNORE INTO {Living(table)} SELECT t.uq_a1, a.uq_r
            FROM (SELECT a.rowid AS uq_r, row_number() OVER (PARTITION BY {image} ORDER BY a.rowid) AS uq_twin, {Names.List(columns)} FROM {table.Sql} AS a WHERE {scope.Coming(table, "a")} AND a.rowid NOT IN (SELECT uq_r FROM {Living(table)})) AS a
            JOIN (SELECT t.{shape.Table.Rowid} AS uq_a1, row_number() OVER (PARTITION BY {image} ORDER BY t.{shape.Table.Rowid}) AS uq_twin, {Names.List(columns)} FROM {shape.From} AS t WHERE t.{shape.Table.Rowid} NOT IN (SELECT uq_a1 FROM {Living(table)})) AS t
            ON t.uq_twin = a.uq_twin AND {same}
            """;
    }

    /// <summary>How many of an archive's rows have no living row.</summary>
    public string CountMissing(ArchiveTable table) => $"SELECT count(*) FROM {table.Sql} AS a WHERE {scope.Coming(table, "a")} AND a.rowid NOT IN (SELECT uq_r FROM {Living(table)})";

    /// <summary>Marks rows that have no living row.</summary>
    public string Missing(ArchiveTable table) => $"UPDATE {table.Sql} AS a SET {table.Own("left")} = '{Changed}' WHERE {scope.Coming(table, "a")} AND a.rowid NOT IN (SELECT uq_r FROM {Living(table)})";

    /// <summary>Merged rows of groups that do not come back whole: what they took would be lost.</summary>
    public string MergedInPart(ArchiveTable table, ArchiveTable removed) => $"""
        UPDATE {table.Sql} AS a SET {table.Own("left")} = 'not every row of its group comes back' WHERE {scope.Coming(table, "a")}
        AND EXISTS (SELECT 1 FROM {removed.Sql} AS r WHERE {scope.On(removed, "r")} AND r.{removed.Own("group")} = a.{table.Own("group")} AND r.{removed.Own("left")} IS NOT NULL)
        """;

    /// <summary>Lists the keys of parents that come back, or of those that stay away, under the affinity and collation that their columns have.</summary>
    public IEnumerable<string> ListParents(Reference reference, TableShape parent, bool away)
    {
        if (Coming(parent) is not { } coming) yield break;
        var columns = reference.ParentColumns.Select(parent.Column).ToList();
        var typed = columns.Select(column => $"{SqliteName.Quote(column.Name)} {column.Affinity switch { SqliteAffinity.Text => "TEXT", SqliteAffinity.None => "BLOB", _ => "NUMERIC" }} COLLATE {SqliteName.Quote(column.Collation)}");
        var names = Names.List(columns.Select(column => SqliteName.Quote(column.Name)));
        yield return $"DROP TABLE IF EXISTS {Parents}";
        yield return $"CREATE TABLE {Parents} ({Names.List(typed)})";
        yield return $"INSERT INTO {Parents} SELECT {names} FROM {coming.Sql} AS p WHERE {(away ? $"{(scope with { Group = null }).On(coming, "p")} AND NOT ({scope.Coming(coming, "p")})" : scope.Coming(coming, "p"))}";
        yield return $"CREATE INDEX temp.uq_parents_key ON uq_parents ({names})";
    }

    /// <summary>Removed rows and moved references whose parent is no longer there, and does not come back either. A row that had none when it went comes back without.</summary>
    /// <remarks>A row that came since under the key of one that stays away is another row.</remarks>
    public string WithoutParent(ArchiveTable table, Reference reference, TableShape parent, bool away)
    {
        var columns = reference.ChildColumns.Select(name => table.Kind == ArchiveKind.Moved ? $"a.{table.Own("old", table.Changed.ToList().IndexOf(name) + 1)}" : $"a.{SqliteName.Quote(name)}").ToList();
        var set = string.Join(" AND ", columns.Select(column => $"{column} IS NOT NULL"));
        var there = string.Join(" AND ", reference.ParentColumns.Select((name, n) => $"p.{SqliteName.Quote(name)} = +{columns[n]}"));
        var listed = $"EXISTS (SELECT 1 FROM {Parents} AS p WHERE {there})";
        var missing = away ? listed : $"NOT EXISTS (SELECT 1 FROM {parent.From} AS p WHERE {there}){(Coming(parent) is null ? string.Empty : $" AND NOT {listed}")}";
        var orphan = table.Kind == ArchiveKind.Removed ? $" AND a.{table.Own("orphan")} IS NULL" : string.Empty;
        return $"""
            UPDATE {table.Sql} AS a SET {table.Own("left")} = {SqliteLiteral.Of($"the row of {parent.Name} that it refers to is not there ({reference.Name})")}
            WHERE {scope.Coming(table, "a")}{orphan} AND {set} AND {missing}
            """;
    }

    /// <summary>Whether rows of a table are in the archive.</summary>
    public bool Removes(TableShape parent) => Coming(parent) is not null;

    /// <summary>Marks one row.</summary>
    public static SqlText One(ArchiveTable table, long row, string reason) => SqlText.Of($"UPDATE {table.Sql} SET {table.Own("left")} = {new SqlValue(reason)} WHERE rowid = {row}");

    /// <summary>The living row is as it was left: a moved reference where it moved to; a row known by all its columns, and a merged one, in every column.</summary>
    private IEnumerable<string> Same(ArchiveTable table)
    {
        if (table.Kind == ArchiveKind.Moved) foreach (var (name, n) in table.Changed.Select((name, n) => (name, n))) yield return Names.Same($"t.{SqliteName.Quote(name)}", $"a.{table.Own("new", n + 1)}");
        if (!table.Whole) yield break;

        // References of a merged row move back on their own.
        var moved = table.Kind == ArchiveKind.Merged && archive.Moved(table.Table) is { } moves ? moves.Changed : [];
        foreach (var name in table.Columns.Where(name => !moved.Contains(name))) yield return Names.Same($"t.{SqliteName.Quote(name)}", $"a.{SqliteName.Quote(name)}");
    }

    private ArchiveTable? Coming(TableShape parent) => archive.Tables.FirstOrDefault(table => table.Kind == ArchiveKind.Removed && table.Table == parent.Name);
}
