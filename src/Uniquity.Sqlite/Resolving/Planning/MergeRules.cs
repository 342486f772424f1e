using Uniquity.Resolving;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving.Planning;

/// <summary>Reads merge rules, and refuses those that cannot be followed safely.</summary>
/// <param name="request">The request.</param>
/// <param name="graph">Its tables.</param>
internal sealed class MergeRules(ResolveRequest request, ResolveGraph graph)
{
    private readonly TableShape table = graph.Root;

    /// <summary>Reads them.</summary>
    /// <exception cref="UsageException">A rule names what is no column.</exception>
    /// <exception cref="RefusedException">A rule would change the key, a generated column, or what rows are known by.</exception>
    public MergeSql Read()
    {
        var key = KeyColumns();
        var chosen = new Dictionary<string, MergeKind>(StringComparer.Ordinal);
        foreach (var rule in request.Merge.Where(rule => rule.Field is not null))
        {
            var column = table.Table.Find(rule.Field!) ?? throw new UsageException($"--merge {rule}: {table.Name} has no column {rule.Field}{ShapeReader.Nearest(rule.Field!, table)}");
            if (rule.Kind != MergeKind.Keep) Check(rule, column, key);
            chosen[column.Name] = rule.Kind;
        }

        var all = request.Merge.Any(rule => rule is { Field: null, Kind: MergeKind.Fill });
        var rules = from column in table.Columns
                    let kind = chosen.TryGetValue(column.Name, out var named) ? named : all && MayFill(column, key) ? MergeKind.Fill : MergeKind.Keep
                    where kind != MergeKind.Keep
                    select (column, kind);
        return new(table, [.. rules]);
    }

    private void Check(MergeRule rule, SqliteColumn column, HashSet<string> key)
    {
        if (key.Contains(column.Name)) throw new RefusedException($"--merge {rule} would change {column.Name}, which is of the key: leave it out, its values are the same already.");
        if (IsIdentity(column)) throw new RefusedException($"--merge {rule} would change {column.Name}, by which rows are known: leave it out.");
        if (column.Generated) throw new RefusedException($"--merge {rule}: {column.Name} is generated from other columns: merge those.");
        if (ReferredTo(column) is { } reference) throw new RefusedException($"--merge {rule} would change {column.Name}, by which {reference.Child} refers to the row ({reference.Name}): leave it out.");
        if (rule.Kind != MergeKind.Fill && graph.MovedColumns(table).Contains(column.Name)) throw new RefusedException($"--merge {rule}: {column.Name} refers to rows that go themselves, and is moved with them: leave it out, or use {column.Name}=fill.");
    }

    private bool MayFill(SqliteColumn column, HashSet<string> key) => !column.Generated && !key.Contains(column.Name) && !IsIdentity(column) && ReferredTo(column) is null;

    private bool IsIdentity(SqliteColumn column) => table.Identity.Contains(column.Name) || table.PrimaryKey.Contains(column.Name);

    private Reference? ReferredTo(SqliteColumn column) => graph.References.FirstOrDefault(reference => reference.Parent == table.Name && reference.ParentColumns.Contains(column.Name));

    /// <summary>The columns that a key reads: of an expression, every column whose name stands in it.</summary>
    private HashSet<string> KeyColumns() => [.. request.Key.SelectMany(part => part.Expression ? KeyReader.ColumnsIn(table.Table, part.Part).Select(column => column.Name) : [table.Table.Find(part.Part)?.Name ?? part.Part])];
}
