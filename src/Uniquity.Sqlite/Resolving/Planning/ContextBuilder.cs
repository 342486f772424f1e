using SQLitePCL;
using Uniquity.Duplicates;
using Uniquity.Resolving;
using Uniquity.Sqlite.Duplicates;
using Uniquity.Sqlite.Resolving.Tables;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Resolving.Planning;

/// <summary>Reads the catalogue for a request, and refuses what cannot be resolved safely.</summary>
internal sealed class ContextBuilder(SqliteSession session)
{
    private readonly ShapeReader shapes = new(session);

    /// <summary>Builds the context.</summary>
    /// <exception cref="UsageException">The request names what is not there.</exception>
    /// <exception cref="RefusedException">It cannot be resolved safely; the message says why and what to do.</exception>
    public async Task<ResolveContext> BuildAsync(ResolveRequest request, CancellationToken cancellation)
    {
        if (request.Fold != Folding.None)
        {
            FoldFunction.CheckCanDo(request.Fold);
            FoldFunction.Register(session.Connection.Handle!);
        }

        var graph = await new GraphBuilder(shapes, new(session, shapes)).BuildAsync(request, cancellation);
        var root = graph.Root;
        if (request.Keep.Field is { } field && root.Table.Find(field) is null) throw new UsageException($"--keep {request.Keep}: {root.Name} has no column {field}{ShapeReader.Nearest(field, root)}");
        await CheckKeyAsync(request, root, cancellation);
        foreach (var table in graph.Losing.Concat(graph.Moving).DistinctBy(shape => shape.Name)) await PrepareCheck.CheckAsync(session, table, cancellation);
        var merge = new MergeRules(request, graph).Read();
        await new TriggerGuard(session, shapes).CheckAsync(Writes(graph, merge), "resolution", cancellation);
        return new(request, graph, new(request, root), merge);
    }

    private static IEnumerable<TableWrite> Writes(ResolveGraph graph, MergeSql merge) =>
        graph.Losing.Select(table => new TableWrite(table.Name.Name, WriteEvent.Delete))
            .Concat(graph.Moving.Select(table => new TableWrite(table.Name.Name, WriteEvent.Update)))
            .Concat(merge.Any ? [new TableWrite(graph.Root.Name.Name, WriteEvent.Update)] : []);

    /// <summary>The first statement that holds the person's filter and key: what SQLite says of it is the person's to mend.</summary>
    private async Task CheckKeyAsync(ResolveRequest request, TableShape root, CancellationToken cancellation)
    {
        foreach (var part in request.Key.Where(part => !part.Expression))
        {
            if (root.Table.Find(part.Part) is null) throw new UsageException($"{root.Name} has no column {part.Part}{ShapeReader.Nearest(part.Part, root)}");
        }

        if (request.Where is { } filter) FilterText.Check(filter);
        var keys = Names.List(request.Key.Select(KeyPartSql.Compared));
        await AskedAsync($"SELECT {keys} FROM {root.From} LIMIT 0", said => $"the key {string.Join(", ", request.Key.Select(part => part.Part))} cannot be used on {root.Name}: {said}", cancellation);
        if (request.Where is { } where) await AskedAsync($"SELECT 1 FROM {root.From} WHERE {KeyPartSql.Filter(where)} LIMIT 0", said => $"the filter '{where}' cannot be used on {root.Name}: {said}", cancellation);
    }

    private async Task AskedAsync(string sql, Func<string, string> words, CancellationToken cancellation)
    {
        try
        {
            await session.QueryAsync(new SqlText().Add(sql), _ => 0, cancellation);
        }
        catch (TargetException fault) when (SqliteFault.IsMisspelt(fault, out var said))
        {
            throw new UsageException(words(said), fault);
        }
        catch (TargetException fault) when (fault.InnerException is Microsoft.Data.Sqlite.SqliteException { SqliteErrorCode: raw.SQLITE_ERROR } inner)
        {
            throw new RefusedException($"{SqliteFault.Text(inner)}: only the application that registers it can read this key.", fault);
        }
    }
}
