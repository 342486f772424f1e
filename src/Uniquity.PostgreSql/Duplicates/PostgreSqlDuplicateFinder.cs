using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Npgsql;
using Uniquity.Duplicates;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.PostgreSql.Duplicates;

/// <summary>Finds duplicate groups by statements that the server runs.</summary>
internal sealed class PostgreSqlDuplicateFinder(Session session, PartTyping typing) : IDuplicateFinder
{
    /// <summary>Below this a second worker takes longer to start than it saves.</summary>
    private const long RowsWorthSlicing = 200_000;

    /// <summary>
    /// Of a column's own indexes the planner still chooses; the slices themselves are what runs in parallel, so each is read by one
    /// worker, and a worker's start and its rows are taken to cost nothing.
    /// </summary>
    private static readonly Setting[] Slicing =
    [
        new("min_parallel_table_scan_size", "1TB"), new("min_parallel_index_scan_size", "1TB"),
        new("parallel_setup_cost", "0"), new("parallel_tuple_cost", "0"),
    ];

    /// <inheritdoc/>
    public async ValueTask<DuplicateReport> CountAsync(DuplicateQuery query, IProgress<DuplicateProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            return await session.OnOneViewAsync(() => CountOnOneViewAsync(query, progress, cancellationToken), cancellationToken);
        }
        catch (PostgresException refused)
        {
            throw Explain(refused, query);
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DuplicateGroup> ListAsync(DuplicateQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var names = query.Key.Select(part => part.Part).ToList();
        var sql = await Guarded(query, async () => (await SqlAsync(query, cancellationToken)).List);
        // Sorting spills to disk and keeps its memory; a table of groups with their ids would not.
        Setting[] settings = [Setting.NoJit, new("work_mem", "64MB"), .. query.IdsPerGroup > 0 ? new[] { new Setting("enable_hashagg", "off") } : []];
        var groups = session.StreamAsync(sql, row => ReadGroup(row, names), settings, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (groups)
        {
            while (await Guarded(query, async () => await groups.MoveNextAsync())) yield return groups.Current;
        }
    }

    /// <summary>
    /// A hash table that stays in the processor's cache is faster, spilling to disk included, than one that holds all groups:
    /// 4 MB for 3,000,000 rows took half the time of 64 MB. It grows with the table, so that a large one is not split twice.
    /// </summary>
    private static Setting WorkMemory(long? rows) =>
        new("work_mem", string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp((rows ?? 0) / 1_000_000, 4, 64)}MB"));

    private async Task<DuplicateReport> CountOnOneViewAsync(DuplicateQuery query, IProgress<DuplicateProgress>? progress, CancellationToken cancellationToken)
    {
        var size = await new TableSize(session).ReadAsync(query.Table, cancellationToken);
        progress?.Report(new(0, size.Rows, "rows"));
        var sql = await SqlAsync(query, cancellationToken);
        var slices = sql.CanSlice && size.Rows >= RowsWorthSlicing ? size.Workers : 1;
        Setting[] settings = [Setting.NoJit, WorkMemory(size.Rows), .. slices > 1 ? Slicing : []];
        var answer = await session.QueryAsync(sql.Count(slices), row => new CountRow(
            row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.Number(3) ?? 0, [.. Enumerable.Range(4, query.Key.Count).Select(row.Text)]), cancellationToken, settings);
        var totals = answer[0];
        progress?.Report(new(totals.Count, totals.Count, "rows"));
        return new()
        {
            Table = query.Table,
            Key = query.Key,
            Rows = totals.Count,
            NullKeyRows = totals.Nulls,
            Groups = totals.Groups,
            ExcessRows = totals.Excess,
            Top = await WithIdsAsync(query, sql, [.. answer.Skip(1)], cancellationToken),
            Query = sql.Shown.Literal,
        };
    }

    private async Task<IReadOnlyList<DuplicateGroup>> WithIdsAsync(DuplicateQuery query, GroupSql sql, IReadOnlyList<CountRow> groups, CancellationToken cancellationToken)
    {
        if (groups.Count == 0) return [];
        ILookup<int, string> ids = query.IdsPerGroup == 0
            ? Enumerable.Empty<int>().ToLookup(number => number, _ => "")
            : (await session.QueryAsync(sql.Ids([.. groups.Select(group => group.Key)]), row => (Group: row.GetInt32(0), Id: row.GetString(1)), cancellationToken, [Setting.NoJit]))
                .ToLookup(row => row.Group, row => row.Id);
        return [.. groups.Select((group, n) => new DuplicateGroup(ToKey(query, group.Key), group.Count, [.. ids[n]]))];
    }

    private async Task<GroupSql> SqlAsync(DuplicateQuery query, CancellationToken cancellationToken)
    {
        if (query.Where is { } where) await FilterSql.CheckAsync(session, query.Table, where, cancellationToken);
        var caseCollation = query.Fold == Folding.None ? null : await new FoldingSupport(session).CheckAsync(query.Fold, cancellationToken);
        var parts = await typing.ResolveAsync(query.Table, query.Key, cancellationToken);
        return new(query, [.. parts.Select(part => FoldedPart.Of(part, query.Fold, caseCollation))], await new RowId(session).OfAsync(query.Table, cancellationToken));
    }

    private static IReadOnlyList<KeyValue> ToKey(DuplicateQuery query, IReadOnlyList<string?> values) =>
        [.. query.Key.Zip(values, (part, value) => new KeyValue(part.Part, value, value is null))];

    private static DuplicateGroup ReadGroup(NpgsqlDataReader row, List<string> names)
    {
        var key = names.Select((name, n) => new KeyValue(name, row.Text(n + 2), row.IsDBNull(n + 2))).ToList();
        var ids = row.Text(1) is { } json ? JsonSerializer.Deserialize(json, IdsJson.Default.StringArray)! : [];
        return new(key, row.GetInt64(0), ids);
    }

    private async Task<T> Guarded<T>(DuplicateQuery query, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (PostgresException refused)
        {
            throw Explain(refused, query);
        }
    }

    private TargetException Explain(PostgresException refused, DuplicateQuery query)
    {
        return new TargetException($"The duplicates of {query.Table} could not be counted: {Refusal.Explain(refused, session.StatementTimeout)}.", refused);
    }

    private sealed record CountRow(long Count, long Nulls, long Groups, long Excess, IReadOnlyList<string?> Key);
}
