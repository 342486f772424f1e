using System.Text.RegularExpressions;
using Npgsql;
using Uniquity.Duplicates;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Duplicates;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Resolving.Archiving;
using Uniquity.PostgreSql.Resolving.Tables;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Resolving.Planning;

/// <summary>Reads the catalogue for a request, and refuses what cannot be resolved safely.</summary>
internal sealed partial class ContextBuilder(Session session)
{
    /// <summary>Builds the context.</summary>
    /// <exception cref="UsageException">The request names what is not there.</exception>
    /// <exception cref="RefusedException">It cannot be resolved safely; the message says why and what to do.</exception>
    public async Task<ResolveContext> BuildAsync(ResolveRequest request, CancellationToken cancellationToken)
    {
        var graph = await new GraphBuilder(session, new(session)).BuildAsync(request, cancellationToken);
        CheckField(request, graph.Root);
        var merge = MergeSql.Of(request, graph.Root, KeyColumns(request.Key, graph.Root));
        if (merge.Any && graph.Moves(request.Table) && (graph.Root.Physical || graph.MovedColumns(graph.Root).Any(graph.Root.Identity.Contains)))
            throw new RefusedException($"{request.Table} refers to itself by the columns that its rows are known by, so rows cannot be merged: use --keep without --merge.");
        CheckWidth(graph, merge);
        return new(request, graph, new(request, graph.Root, await PartsAsync(request, cancellationToken)), merge);
    }

    /// <summary>A table of the archive has columns of its own, and a merge reads every column twice.</summary>
    private static void CheckWidth(ResolveGraph graph, MergeSql merge)
    {
        if (graph.Losing.FirstOrDefault(table => table.Columns.Count + ArchiveTable.OwnColumns(table) > ArchiveTable.MostColumns) is { } wide)
            throw new RefusedException($"{wide.Name} has {wide.Columns.Count} columns, and its archive would need {ArchiveTable.OwnColumns(wide)} more, over the {ArchiveTable.MostColumns} that PostgreSQL allows: drop a column that is not used, or move some to a table of their own.");
        if (merge.Fields.Count > MergeSql.MostFields)
            throw new RefusedException($"--merge would read {merge.Fields.Count} columns, and one statement holds {MergeSql.MostFields}: leave columns out with --merge COLUMN=keep.");
    }

    private static void CheckField(ResolveRequest request, TableShape root)
    {
        if (request.Keep.Field is { } field && root.Columns.All(column => column.Name != field))
            throw new UsageException($"--keep {request.Keep}: {root.Name} has no column {field}: did you mean {NearestName.Closest(field, root.Columns.Select(column => column.Name))}?");
    }

    private async Task<IReadOnlyList<PartSql>> PartsAsync(ResolveRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var collation = request.Fold == Folding.None ? null : await new FoldingSupport(session).CheckAsync(request.Fold, cancellationToken);
            var parts = await new PartTyping(session).ResolveAsync(request.Table, request.Key, cancellationToken);
            return [.. parts.Select(part => FoldedPart.Of(part, request.Fold, collation))];
        }
        catch (PostgresException wrong) when (Refusal.IsMistyped(wrong))
        {
            throw new UsageException($"The key {string.Join(", ", request.Key.Select(part => part.Part))} of {request.Table} cannot be read: {wrong.MessageText}.", wrong);
        }
    }

    /// <summary>The columns that a key reads: of an expression, every column whose name stands in it.</summary>
    private static HashSet<string> KeyColumns(IReadOnlyList<KeyPart> key, TableShape root)
    {
        var names = new HashSet<string>(key.Where(part => !part.Expression).Select(part => part.Part), StringComparer.Ordinal);
        foreach (var match in key.Where(part => part.Expression).SelectMany(part => Name().Matches(part.Part)))
        {
            var text = match.Value.StartsWith('"') ? match.Value[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : match.Value.ToLowerInvariant();
            if (root.Columns.Any(column => column.Name == text)) names.Add(text);
        }

        return names;
    }

    [GeneratedRegex("\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
