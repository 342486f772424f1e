using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Resolving.Planning;

/// <summary>What a person should know before saying yes.</summary>
internal static class PlanWarnings
{
    /// <summary>The warnings of a plan.</summary>
    public static IReadOnlyList<string> Of(ResolveContext context) => [.. Find(context)];

    private static IEnumerable<string> Find(ResolveContext context)
    {
        var graph = context.Graph;
        if (graph.Root.Physical) yield return $"{graph.Root.Name} has no primary key: rows are told apart by their rowid, which VACUUM may give anew; do not run it before an undo.";
        foreach (var table in graph.Tables.Values.Where(table => table.Triggers.Count > 0))
            yield return $"{table.Name} has triggers that fire ({string.Join(", ", table.Triggers)}): what they change elsewhere is not archived, and they fire again on undo.";
        foreach (var reference in graph.References.Where(reference => !reference.Indexed))
        {
            var columns = Names.List(reference.ChildColumns.Select(SqliteName.Quote));
            yield return $"{reference.Child} has no index on {columns}: every batch reads the whole table, and batches are large. First: CREATE INDEX {SqliteName.Quote($"{reference.Child.Name}_{reference.ChildColumns[0]}")} ON {SqliteName.Quote(reference.Child.Name)} ({columns})";
        }

        foreach (var reference in graph.References.Where(reference => !reference.Declared))
            yield return $"{reference.Name} is no declared foreign key: a row that comes to refer to a row after that row went is not held back.";
        foreach (var table in graph.Moving.Where(table => graph.Breakable(table).Any()))
            yield return $"Rows of {table.Name} that would get one key when they are moved are resolved by the same policy ({context.Request.Keep}).";
    }
}
