using Uniquity.Indexes;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Archiving;

/// <summary>A table of a run's archive, made from the table that it archives: every column has exactly the type of the original.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Relation">Its name in the schema <c>uniquity</c>.</param>
/// <param name="Table">The table that it archives.</param>
/// <param name="Meta">The prefix of its own columns, which no column of the table has.</param>
/// <param name="Columns">The columns of the table, as they were when the archive was made.</param>
/// <param name="Id">The columns that tell a row apart: its identity; all columns where it has none.</param>
/// <param name="Moved">The columns that were changed; for <see cref="ArchiveKind.Moved"/>.</param>
/// <param name="Physical">Whether rows are told apart by their physical address, which lasts for the transaction only.</param>
internal sealed record ArchiveTable(
    ArchiveKind Kind, string Relation, TableName Table, string Meta, IReadOnlyList<string> Columns, IReadOnlyList<string> Id, IReadOnlyList<string> Moved, bool Physical)
{
    /// <summary>The schema of the archive.</summary>
    public const string Schema = "uniquity";

    /// <summary>The most columns that a table of PostgreSQL has.</summary>
    public const int MostColumns = 1600;

    /// <summary>How many columns an archive of removed rows has beyond the table's: batch, group, left, rank, and the row kept.</summary>
    public static int OwnColumns(TableShape table) => 4 + (table.Id.Count * (table.Physical ? 2 : 1));

    /// <summary>Makes the description of a table to be created.</summary>
    public static ArchiveTable Of(ArchiveKind kind, string relation, TableShape table, IReadOnlyList<string> moved)
    {
        var columns = table.Columns.Select(column => column.Name).ToList();
        return new(kind, relation, table.Name, table.Meta, columns, table.Physical ? columns : table.Identity, moved, table.Physical);
    }

    /// <summary>Its name, for SQL.</summary>
    public SqlText Sql => SqlText.Name(new TableName(Schema, Relation));

    /// <summary>One of its own columns: <c>batch</c>, <c>group</c>, <c>left</c>, ….</summary>
    public SqlText Own(string name) => SqlText.Name(Meta + name);

    /// <summary>One of its own columns, of an alias.</summary>
    public SqlText Own(string alias, string name) => SqlText.Of($"{SqlText.Raw(alias)}.{Own(name)}");

    /// <summary>The columns of the table, of an alias.</summary>
    public SqlText ColumnsOf(string alias) => SqlText.Join(", ", Columns.Select(name => SqlText.Of($"{SqlText.Raw(alias)}.{SqlText.Name(name)}")));

    /// <summary>The name of the n-th part of the archived row's identity, from 1, while its transaction lasts.</summary>
    public string IdName(int n) => Physical ? $"{Meta}id{n}" : Id[n - 1];

    /// <summary>The name of the n-th part of the kept row's identity, from 1.</summary>
    public string KeptName(int n) => $"{Meta}kept{n}";
}
