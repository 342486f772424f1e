using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Sqlite.Statements;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Enforcing;

/// <summary>Finds an index that is to go, and who needs it.</summary>
internal sealed class Indexes(SqliteSession session, SqliteCatalogue catalogue)
{
    /// <summary>Finds it.</summary>
    /// <exception cref="UsageException">The table has no unique index of this name.</exception>
    public static UniqueIndex Find(IReadOnlyList<UniqueIndex> indexes, SqliteTable table, string name, string option)
    {
        var unquoted = SqliteName.Unquote(name);
        if (indexes.FirstOrDefault(index => SqliteName.Same(index.Name, name) || SqliteName.Same(index.Name, unquoted)) is { } found) return found;
        throw new UsageException(indexes.Count == 0
            ? $"{table.Name.Name} has no unique index, so none is called {name}"
            : $"{table.Name.Name} has no unique index {name}; nearest right call: {option}{SqliteName.Quote(NearestName.Find(name, indexes.Select(known => known.Name)) ?? indexes[0].Name)}");
    }

    /// <summary>Why it cannot go, or nothing.</summary>
    /// <param name="index">The index.</param>
    /// <param name="all">The table's unique indexes.</param>
    /// <param name="by">The index that takes its place; <see langword="null"/> where none does.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<string?> RefusalAsync(UniqueIndex index, IReadOnlyList<UniqueIndex> all, WantedIndex? by, CancellationToken cancellation)
    {
        if (index.Constraint)
            return $"{index.Name} belongs to {(index.Primary ? "the primary key" : "a constraint")} of {index.Table.Name}, which SQLite cannot drop: the table has to be made anew without it. {new SqliteStatements().DropIndex(index)[0].Text.ReplaceLineEndings(" ")}";
        if (index.Filter is not null || index.Key.Any(part => part.Expression)) return null;
        var columns = index.Key.Select(part => SqliteName.Fold(part.Part)).Order(StringComparer.Ordinal).ToList();
        if (all.Append(by is { Filter: null, NullsEqual: false } ? index with { Name = "", Key = by.Key } : index).Any(other =>
            other.Name != index.Name && other.Filter is null && other.Key.Select(part => SqliteName.Fold(part.Part)).Order(StringComparer.Ordinal).SequenceEqual(columns, StringComparer.Ordinal))) return null;
        foreach (var table in await catalogue.TableNamesAsync(cancellation))
        {
            var keys = await session.QueryAsync(
                new SqlText().Add("SELECT id, \"to\" FROM pragma_foreign_key_list(").Value(table).Add(", 'main') WHERE \"table\" = ").Value(index.Table.Name).Add(" COLLATE NOCASE"),
                row => (Id: row.GetInt64(0), To: row.IsDBNull(1) ? null : row.GetString(1)), cancellation);
            if (keys.GroupBy(key => key.Id).Any(key => key.Select(part => SqliteName.Fold(part.To ?? "")).Order(StringComparer.Ordinal).SequenceEqual(columns, StringComparer.Ordinal)))
                return $"{index.Name} is what a foreign key of {table} refers to: without it every write of {table} fails (foreign key mismatch). Make {table} anew without that foreign key first.";
        }

        return null;
    }
}
