using Uniquity.Indexes;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Archiving;

/// <summary>A table of a run's archive. Its columns have no type, so that every value stays what it is.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Relation">Its name.</param>
/// <param name="Table">The table that it archives.</param>
/// <param name="Meta">The prefix of its own columns, which no column of the table has.</param>
/// <param name="Columns">The columns of the table, as they were when the archive was made.</param>
/// <param name="Id">The columns by which a row is known; empty where only all of them tell it apart.</param>
/// <param name="Volatile">Whether rows have a rowid that is no column.</param>
/// <param name="Changed">The columns that were changed: moved references, or merged fields.</param>
internal sealed record ArchiveTable(
    ArchiveKind Kind, string Relation, TableName Table, string Meta, IReadOnlyList<string> Columns, IReadOnlyList<string> Id, bool Volatile, IReadOnlyList<string> Changed)
{
    /// <summary>Makes the description of a table to be created.</summary>
    public static ArchiveTable Of(ArchiveKind kind, string relation, TableShape table, IReadOnlyList<string> changed) =>
        new(kind, relation, table.Name, table.Meta, [.. table.Columns.Select(column => column.Name)], table.Identity, table.Volatile, changed);

    /// <summary>Its name, for SQL.</summary>
    public string Sql => Names.Table(Relation);

    /// <summary>Whether rows are told apart by their rowid and all their columns only.</summary>
    public bool Physical => Id.Count == 0;

    /// <summary>One of its own columns: <c>batch</c>, <c>group</c>, <c>left</c>, ….</summary>
    public string Own(string name) => SqliteName.Always(Meta + name);

    /// <summary>One of a row of its own columns, from 1.</summary>
    public string Own(string name, int n) => Own(name + n.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The columns of the table.</summary>
    public IReadOnlyList<string> Quoted => [.. Columns.Select(SqliteName.Quote)];

    /// <summary>Whether it holds whole rows.</summary>
    public bool Whole => Kind != ArchiveKind.Moved || Physical;

    /// <summary>Where the n-th part of the identity stands, from 1.</summary>
    public string IdName(int n) => Whole ? SqliteName.Quote(Id[n - 1]) : Own("id", n);

    /// <summary>Its columns, in order.</summary>
    public IReadOnlyList<string> All
    {
        get
        {
            List<string> names = [Own("batch"), Own("group"), Own("left")];
            if (Volatile) names.Add(Own("rowid"));
            if (Kind == ArchiveKind.Removed) names.AddRange([Own("rank"), Own("key"), Own("kept"), Own("orphan")]);
            if (Kind == ArchiveKind.Merged) names.AddRange([Own("pair"), Own("after")]);
            if (Kind == ArchiveKind.Moved) names.AddRange(Changed.SelectMany((_, n) => new[] { Own("old", n + 1), Own("new", n + 1) }));
            if (!Whole) names.AddRange(Id.Select((_, n) => Own("id", n + 1)));
            else names.AddRange(Quoted);
            return names;
        }
    }

    /// <summary>Makes it.</summary>
    public string Create => $"CREATE TABLE {Sql} ({Names.List(All)})";
}
