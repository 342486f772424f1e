using Uniquity.Indexes;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving.Tables;

/// <summary>Reads the foreign keys of the file, and references that a person names.</summary>
internal sealed class ReferenceReader(SqliteSession session, ShapeReader shapes)
{
    private IReadOnlyList<Line>? lines;

    /// <summary>The declared foreign keys that refer to a table.</summary>
    public Task<IReadOnlyList<Reference>> ToAsync(TableName parent, CancellationToken cancellation) => ReadAsync(line => SqliteName.Same(line.Parent, parent.Name), cancellation);

    /// <summary>The declared foreign keys of a table.</summary>
    public Task<IReadOnlyList<Reference>> OfAsync(TableName child, CancellationToken cancellation) => ReadAsync(line => line.Child == child.Name, cancellation);

    /// <summary>References that a person named as <c>table.column</c>.</summary>
    /// <exception cref="UsageException">There is no such column, or the table has no key of one column.</exception>
    public async Task<IReadOnlyList<Reference>> NamedAsync(IReadOnlyList<string> texts, TableShape root, CancellationToken cancellation)
    {
        var found = new List<Reference>();
        foreach (var text in texts)
        {
            if (root.Identity.Count != 1) throw new UsageException($"--reference {text} needs a key of one column in {root.Name}, and it has {root.Identity.Count}.");
            if (SqlTokenizer.Tokenize(text) is not [{ IsName: true } table, var dot, { IsName: true } column] || !dot.Is('.')) throw new UsageException($"--reference {text} is not of the form table.column.");
            var name = (await shapes.TableNamesAsync(cancellation)).FirstOrDefault(known => SqliteName.Same(known, table.Name)) ?? throw new UsageException($"--reference {text}: there is no table {table.Name}.");
            var child = await shapes.ReadAsync(new(null, name), cancellation);
            var known = child.Table.Find(column.Name)
                ?? throw new UsageException($"--reference {text}: {name} has no column {column.Name}{ShapeReader.Nearest(column.Name, child)}");
            found.Add(new(text, child.Name, [known.Name], root.Name, root.Identity, Declared: false, IsIndexed(child, known.Name), ParentUnique: true));
        }

        return found;
    }

    private async Task<IReadOnlyList<Reference>> ReadAsync(Func<Line, bool> wanted, CancellationToken cancellation)
    {
        lines ??= await session.QueryAsync(
            new SqlText().Add("SELECT m.name, f.id, f.\"table\", f.\"from\", f.\"to\" FROM main.sqlite_master AS m ")
                .Add("JOIN pragma_foreign_key_list(m.name, 'main') AS f WHERE m.type = 'table' AND m.rootpage > 0 ORDER BY m.name, f.id, f.seq"),
            row => new Line(row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4)),
            cancellation);
        var references = new List<Reference>();
        foreach (var key in lines.Where(wanted).GroupBy(line => (line.Child, line.Id))) if (await ReadAsync([.. key], cancellation) is { } reference) references.Add(reference);
        return references;
    }

    /// <summary>A foreign key; <see langword="null"/> where its parent or a column is not there.</summary>
    private async Task<Reference?> ReadAsync(IReadOnlyList<Line> key, CancellationToken cancellation)
    {
        if ((await shapes.TableNamesAsync(cancellation)).FirstOrDefault(name => SqliteName.Same(name, key[0].Parent)) is not { } parentName) return null;
        var parent = await shapes.ReadAsync(new(null, parentName), cancellation);
        var child = await shapes.ReadAsync(new(null, key[0].Child), cancellation);

        // Without columns, the parent's primary key is meant.
        var to = key.All(line => line.To is null) ? parent.PrimaryKey : [.. key.Select(line => line.To is { } named ? parent.Table.Find(named)?.Name : null).OfType<string>()];
        var from = key.Select(line => child.Table.Find(line.From)?.Name).OfType<string>().ToList();
        if (to.Count != from.Count || to.Count != key.Count) return null;
        var words = from.Count == 1 ? $"{child.Name}.{from[0]}" : $"{child.Name} ({string.Join(", ", from)})";
        return new(words, child.Name, from, parent.Name, to, Declared: true, IsIndexed(child, from[0]), IsUnique(parent, to));
    }

    private static bool IsIndexed(TableShape child, string column) => child.Indexed.Contains(column);

    private static bool IsUnique(TableShape parent, IReadOnlyList<string> columns) =>
        parent.UniqueKeys.Any(key => key.Filter is null && key.Columns.Count == columns.Count && key.Columns.All(columns.Contains));

    private sealed record Line(string Child, int Id, string Parent, string From, string? To);
}
