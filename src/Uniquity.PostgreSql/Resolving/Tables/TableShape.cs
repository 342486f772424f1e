using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Tables;

/// <summary>A table, as far as a resolution asks.</summary>
internal sealed record TableShape
{
    /// <summary>Its name.</summary>
    public required TableName Name { get; init; }

    /// <summary>Its object id.</summary>
    public required long Oid { get; init; }

    /// <summary>Whether it is partitioned: its rows are in other tables.</summary>
    public required bool Partitioned { get; init; }

    /// <summary>Its columns in order.</summary>
    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>The columns of its primary key, or of a unique key without nulls; empty where it has neither.</summary>
    public required IReadOnlyList<string> Identity { get; init; }

    /// <summary>Its unique indexes that are enforced.</summary>
    public required IReadOnlyList<UniqueKey> UniqueKeys { get; init; }

    /// <summary>Triggers of its owner that fire on writes.</summary>
    public required IReadOnlyList<string> Triggers { get; init; }

    /// <summary>What stands against a resolution of this table, in words; <see langword="null"/> for nothing.</summary>
    public string? Obstacle { get; init; }

    /// <summary>The privileges that this user lacks of SELECT, INSERT, UPDATE, DELETE.</summary>
    public required IReadOnlyList<string> Lacks { get; init; }

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

    /// <summary>Whether rows are told apart by their physical address only.</summary>
    public bool Physical => Identity.Count == 0;

    /// <summary>The table in FROM, UPDATE and DELETE: only itself, not tables that inherit from it.</summary>
    public SqlText From => Partitioned ? SqlText.Name(Name) : SqlText.Of($"ONLY {Name}");

    /// <summary>Its columns for SELECT and INSERT.</summary>
    public SqlText ColumnList => SqlText.Join(", ", Columns.Select(column => column.Sql));

    /// <summary>What tells a row from all others: names to be qualified.</summary>
    public IReadOnlyList<SqlText> Id => Physical ? [SqlText.Raw("tableoid"), SqlText.Raw("ctid")] : [.. Identity.Select(SqlText.Name)];

    /// <summary>The identity of an alias.</summary>
    public SqlText IdOf(string alias) => SqlText.Join(", ", Id.Select(part => SqlText.Of($"{SqlText.Raw(alias)}.{part}")));

    /// <summary>A condition: a row of the table is the one that columns of another alias name.</summary>
    public SqlText IsRow(string alias, string other, Func<int, string> name) => SqlText.Join(" AND ", Id.Select((part, n) =>
        SqlText.Of($"{SqlText.Raw(alias)}.{part} = {SqlText.Raw(other)}.{SqlText.Name(name(n + 1))}")));

    /// <summary>A column by name.</summary>
    public TableColumn Column(string name) => Columns.First(column => column.Name == name);

    /// <summary>The columns of an alias.</summary>
    public SqlText ColumnsOf(string alias) => SqlText.Join(", ", Columns.Select(column => column.Of(alias)));
}
