using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Uniquity.Duplicates;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.Sqlite.Duplicates;

/// <summary>Finds duplicate groups in a SQLite table.</summary>
internal sealed class SqliteDuplicateFinder(SqliteSession session, SqliteCatalogue catalogue) : IDuplicateFinder
{
    /// <inheritdoc/>
    public async ValueTask<DuplicateReport> CountAsync(
        DuplicateQuery query, IProgress<DuplicateProgress>? progress, CancellationToken cancellationToken)
    {
        var sql = await PrepareAsync(query, cancellationToken);
        var rows = await Explained(query, session.NumberAsync(sql.Rows(), cancellationToken));
        progress?.Report(new DuplicateProgress(0, rows, "rows"));
        var tally = new Tally(sql.Parts, query.Top, query.IncludeNull);
        var watcher = progress is null ? null : new ScanProgress(session.Connection.Handle!, progress, rows);
        await foreach (var _ in session.StreamAsync(sql.Groups(), tally.Add, watcher is null ? null : watcher.Look, cancellationToken))
        {
        }

        var largest = tally.Largest();
        var ids = await IdsAsync(sql, query, largest, cancellationToken);
        progress?.Report(new DuplicateProgress(rows, rows, "rows"));
        return new DuplicateReport
        {
            Table = query.Table,
            Key = query.Key,
            Rows = rows,
            Groups = tally.Groups,
            ExcessRows = tally.ExcessRows,
            NullKeyRows = tally.NullKeyRows,
            Top = [.. largest.Select((group, i) => new DuplicateGroup(KeyOf(query, group.Key), group.Count, ids[i]))],
            Query = sql.Evidence().Show,
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DuplicateGroup> ListAsync(DuplicateQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var sql = await PrepareAsync(query, cancellationToken);
        await Explained(query, session.NumberAsync(sql.Rows(), cancellationToken));
        var hasIndex = await HasIndexAsync(sql.Lookup(), cancellationToken);
        object[]? key = null;
        long count = 0, seen = 0;
        var ids = new List<string>();
        await foreach (var row in session.StreamAsync(sql.All(hasIndex), Member, null, cancellationToken))
        {
            if (seen == 0) (key, count) = (row.Key, row.Count);
            if (ids.Count < query.IdsPerGroup) ids.Add(row.Id);
            if (++seen < count) continue;
            yield return new DuplicateGroup(KeyOf(query, key!), count, [.. ids]);
            seen = 0;
            ids.Clear();
        }

        (object[]? Key, long Count, string Id) Member(SqliteDataReader row) =>
            (seen == 0 ? Tally.Key(row, sql.Parts) : null, row.GetInt64(sql.Parts), ids.Count < query.IdsPerGroup ? Id(row, sql.Parts + 1) : string.Empty);
    }

    private async Task<GroupSql> PrepareAsync(DuplicateQuery query, CancellationToken cancellation)
    {
        if (query.Where is { } filter) FilterText.Check(filter);
        if (query.Fold != Folding.None)
        {
            FoldFunction.CheckCanDo(query.Fold);
            FoldFunction.Register(session.Connection.Handle!);
        }

        return new GroupSql(await catalogue.GetTableAsync(query.Table, cancellation), query);
    }

    /// <summary>The first statement that holds the person's filter: what SQLite says of it is the person's to mend.</summary>
    private static async Task<long> Explained(DuplicateQuery query, Task<long> first)
    {
        try
        {
            return await first;
        }
        catch (TargetException fault) when (query.Where is not null && SqliteFault.IsMisspelt(fault, out var said))
        {
            throw new UsageException($"the filter '{query.Where}' cannot be used on {query.Table}: {said}", fault);
        }
    }

    private async Task<IReadOnlyList<IReadOnlyList<string>>> IdsAsync(
        GroupSql sql, DuplicateQuery query, IReadOnlyList<(IReadOnlyList<object> Key, long Count)> groups, CancellationToken cancellation)
    {
        if (groups.Count == 0 || query.IdsPerGroup == 0) return [.. groups.Select(_ => (IReadOnlyList<string>)[])];
        var found = groups.Select(_ => new List<string>()).ToList();
        if (await HasIndexAsync(sql.Lookup(), cancellation))
        {
            for (var i = 0; i < groups.Count; i++) found[i] = await session.QueryAsync(sql.IdsOf(groups[i].Key), row => Id(row, 0), cancellation);
            return found;
        }

        // No index serves: one scan for all groups, and no further than to the last id that is wanted.
        var scan = sql.IdsOfAll([.. groups.Select(g => g.Key)]);
        var missing = groups.Sum(g => Math.Min(g.Count, query.IdsPerGroup));
        await foreach (var (group, id) in session.StreamAsync(scan, row => (row.GetInt32(0), Id(row, 1)), null, cancellation))
        {
            if (found[group].Count == query.IdsPerGroup) continue;
            found[group].Add(id);
            if (--missing == 0) break;
        }

        return found;
    }

    private async Task<bool> HasIndexAsync(SqlText sql, CancellationToken cancellation)
    {
        var plan = await session.QueryAsync(sql.Explained(), row => row.GetString(3), cancellation);
        return plan.Exists(step => step.StartsWith("SEARCH", StringComparison.Ordinal));
    }

    private static List<KeyValue> KeyOf(DuplicateQuery query, IReadOnlyList<object> key) =>
        [.. query.Key.Select((part, i) => new KeyValue(part.Part, SqliteValue.ToText(key[i]), key[i] is DBNull))];

    /// <summary>The id that starts at a column and takes all that follow: <c>7</c>, or <c>a, b</c>.</summary>
    private static string Id(SqliteDataReader row, int from)
    {
        var parts = new string[row.FieldCount - from];
        for (var i = 0; i < parts.Length; i++) parts[i] = SqliteValue.ToText(row.GetValue(from + i)) ?? "NULL";
        return string.Join(", ", parts);
    }
}
