using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Tables;

/// <summary>A table, as far as a repair asks.</summary>
internal sealed record TableShape
{
    /// <summary>What the catalogue says.</summary>
    public required SqliteTable Table { get; init; }

    /// <summary>Its number in the graph; the tables of its own that a repair keeps for it bear it.</summary>
    public required int Number { get; init; }

    /// <summary>Its unique indexes, the primary key among them.</summary>
    public required IReadOnlyList<UniqueKey> UniqueKeys { get; init; }

    /// <summary>The first columns of its indexes: by these a row is found without reading the table.</summary>
    public required IReadOnlyList<string> Indexed { get; init; }

    /// <summary>Triggers of its owner.</summary>
    public required IReadOnlyList<string> Triggers { get; init; }

    /// <summary>Its name.</summary>
    public TableName Name => Table.Name;

    /// <summary>Its columns in order.</summary>
    public IReadOnlyList<SqliteColumn> Columns => Table.Columns;

    /// <summary>The table in a statement.</summary>
    public string From => Names.Table(Name.Name);

    /// <summary>The column that is the rowid.</summary>
    public SqliteColumn? RowidColumn => Columns.FirstOrDefault(column => column.IsRowid);

    /// <summary>The columns of the declared primary key in its order.</summary>
    public IReadOnlyList<string> PrimaryKey => [.. Columns.Where(column => column.PrimaryKeyPosition > 0).OrderBy(column => column.PrimaryKeyPosition).Select(column => column.Name)];

    /// <summary>The columns that are a row's address, empty where that is a rowid which is no column.</summary>
    public IReadOnlyList<string> AddressColumns => RowidColumn is { } column ? [column.Name] : Table.HasRowid ? [] : PrimaryKey;

    /// <summary>What finds a row while a transaction lasts: names to be qualified.</summary>
    public IReadOnlyList<string> Address => AddressColumns.Count > 0 ? [.. AddressColumns.Select(SqliteName.Quote)] : [Table.Rowid!];

    /// <summary>Whether the address is a rowid that VACUUM may give anew (https://www.sqlite.org/lang_vacuum.html).</summary>
    public bool Volatile => AddressColumns.Count == 0;

    /// <summary>The columns by which a row is known for good; empty where only all of them tell it apart.</summary>
    public IReadOnlyList<string> Identity => !Volatile ? AddressColumns
        : PrimaryKey.Count > 0 && PrimaryKey.All(name => Column(name).NotNull) ? PrimaryKey
        : [];

    /// <summary>Whether only the rowid and all columns tell a row apart.</summary>
    public bool Physical => Identity.Count == 0;

    /// <summary>How ties end: the primary key, then the address.</summary>
    public IReadOnlyList<string> Ties => [.. PrimaryKey.Select(SqliteName.Quote).Concat(Volatile ? Address : []).Distinct(StringComparer.Ordinal)];

    /// <summary>A prefix of names that none of its columns has: <c>#</c>, or more of them.</summary>
    public string Meta
    {
        get
        {
            var meta = "#";
            while (Columns.Any(column => column.Name.StartsWith(meta, StringComparison.Ordinal))) meta += "#";
            return meta;
        }
    }

    /// <summary>The table of rows that go.</summary>
    public string Gone => $"temp.{Names.Nth("gone_", Number)}";

    /// <summary>The table of rows that move.</summary>
    public string Moves => $"temp.{Names.Nth("move_", Number)}";

    /// <summary>Names of the address in tables of a repair's own.</summary>
    public IReadOnlyList<string> A => Names.Row("a", Address.Count);

    /// <summary>Names of the address of the row that stays.</summary>
    public IReadOnlyList<string> S => Names.Row("s", Address.Count);

    /// <summary>The address in the definition of a table of a repair's own: with the affinity and collation of its columns, so that an index on it is used where they are compared.</summary>
    public string Defined(string names = "a") => Names.List(Names.Row(names, Address.Count).Select((name, n) => $"{name} {TypeOf(n)}"));

    /// <summary>The address of an alias, under the names <c>uq_a1, …</c>.</summary>
    public string AddressAs(string alias) => Names.List(Address.Select((part, n) => $"{alias}.{part} AS {Names.Nth("a", n + 1)}"));

    /// <summary>A condition: a row of the table, under an alias, is the one whose address stands in another.</summary>
    public string Is(string alias, string other, string names = "a") =>
        string.Join(" AND ", Address.Select((part, n) => $"{alias}.{part} = {other}.{Names.Nth(names, n + 1)}"));

    /// <summary>A condition: two tables of a repair's own mean one row.</summary>
    public string SameRow(string left, string right, string names = "a", string others = "a") =>
        string.Join(" AND ", Address.Select((_, n) => $"{left}.{Names.Nth(names, n + 1)} = {right}.{Names.Nth(others, n + 1)}"));

    /// <summary>A column by name, in any case.</summary>
    public SqliteColumn Column(string name) => Table.Find(name)!;

    /// <summary>The columns of an alias.</summary>
    public string ColumnsOf(string alias) => Names.Of(alias, Columns.Select(column => SqliteName.Quote(column.Name)));

    /// <summary>The affinity and collation of a column, in a definition.</summary>
    public static string TypeOf(SqliteColumn column)
    {
        var type = column.Affinity switch { SqliteAffinity.Text => "TEXT", SqliteAffinity.Numeric when !column.Type.Equals("ANY", StringComparison.OrdinalIgnoreCase) => "NUMERIC", _ => string.Empty };
        return $"{type} COLLATE {SqliteName.Quote(column.Collation)}";
    }

    private string TypeOf(int n) => Volatile || Column(AddressColumns[n]).IsRowid ? "INTEGER" : TypeOf(Column(AddressColumns[n]));
}
