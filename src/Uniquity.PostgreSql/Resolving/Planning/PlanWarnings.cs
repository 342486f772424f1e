using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Planning;

/// <summary>What a person should know before saying yes.</summary>
internal static class PlanWarnings
{
    /// <summary>The warnings of a plan.</summary>
    public static IReadOnlyList<string> Of(ResolveContext context) => [.. Find(context)];

    private static IEnumerable<string> Find(ResolveContext context)
    {
        var graph = context.Graph;
        var root = graph.Root;
        if (root.Physical)
            yield return $"{root.Name} has no primary key: rows are told apart by their physical address, everything is done in one transaction, and writers of the table wait until it ends (SHARE ROW EXCLUSIVE).";
        foreach (var table in graph.Tables.Values.Where(table => table.Triggers.Count > 0))
            yield return $"{table.Name} has triggers that fire ({string.Join(", ", table.Triggers)}): what they change elsewhere is not archived, and they fire again on undo.";
        foreach (var reference in graph.References.Where(reference => !reference.Indexed))
        {
            var columns = string.Join(", ", reference.ChildColumns.Select(Quote.Name));
            yield return reference.Declared
                ? $"{reference.Child} has no index on {columns}: the server reads the whole table for every row that goes. First: CREATE INDEX CONCURRENTLY ON {Quote.Table(reference.Child)} ({columns})"
                : $"{reference.Child} has no index on {columns}: every batch reads the whole table. First: CREATE INDEX CONCURRENTLY ON {Quote.Table(reference.Child)} ({columns})";
        }

        foreach (var reference in graph.References.Where(reference => !reference.Declared))
            yield return $"{reference.Name} is no declared foreign key: a row that comes to refer to a row while that row goes is not held back by the server.";
        foreach (var table in graph.Moving.Where(table => graph.Breakable(table).Any()))
        {
            yield return graph.ByMovingKey(table).FirstOrDefault() is { } reference
                ? $"Of rows of {table.Name} that would get one key when they are moved, the one that has it already stays ({reference.Name} refers to it by that key); where none has it, the same policy decides ({context.Request.Keep})."
                : $"Rows of {table.Name} that would get one key when they are moved are resolved by the same policy ({context.Request.Keep}).";
        }
    }
}
