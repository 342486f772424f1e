using Uniquity.Duplicates;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Targets;

namespace Uniquity.Checking;

/// <summary>Asks the database what rules and indexes mean.</summary>
internal sealed class FormReader(ITarget target)
{
    private readonly Dictionary<TableName, IReadOnlyList<KnownIndex>> indexes = [];

    /// <summary>Reads a rule.</summary>
    /// <exception cref="UsageException">The table, a column or the filter is not of this database; the message says which.</exception>
    /// <exception cref="NotCheckedException">It is something that the engine cannot answer.</exception>
    public async Task<KnownRule> ReadAsync(Rule rule, CancellationToken cancellationToken)
    {
        var table = await target.FindTableAsync(rule.On, cancellationToken) ?? throw new UsageException($"there is no {target.TableNoun} {rule.On}");
        var key = await target.ParseKeyAsync(table, string.Join(", ", rule.Key), cancellationToken);
        var plain = await target.NormalForms.OfKeyAsync(table, key, cancellationToken);
        var wanted = new List<WantedPart>();
        foreach (var (part, form) in key.Zip(plain))
        {
            wanted.Add(new(form, rule.Fold.HasFlag(Folding.Case) ? await target.NormalForms.FoldingCaseAsync(table, part, cancellationToken) : [form]));
        }

        var nulls = rule.Nulls ?? target.NormalForms.NullsOf(new UniqueIndex { Table = table, Name = rule.Name ?? "", Key = key, Filter = rule.Where, Nulls = target.NormalForms.DefaultNulls });
        return new(rule, table, key, wanted, await FilterAsync(table, key, rule.Where, cancellationToken), nulls) { Counted = target.NormalForms.RowsOf(key, rule.Where, nulls) };
    }

    /// <summary>The unique indexes of a table.</summary>
    public async Task<IReadOnlyList<KnownIndex>> OfAsync(TableName table, IEnumerable<UniqueIndex> all, CancellationToken cancellationToken)
    {
        if (indexes.TryGetValue(table, out var known)) return known;
        var found = new List<KnownIndex>();
        foreach (var index in all.Where(index => index.Table == table)) found.Add(await TryReadAsync(index, cancellationToken));
        return indexes[table] = found;
    }

    /// <summary>Reads an index.</summary>
    public async Task<KnownIndex> ReadAsync(UniqueIndex index, CancellationToken cancellationToken) => new(
        index,
        await target.NormalForms.OfIndexAsync(index, cancellationToken),
        await FilterAsync(index.Table, index.Key, index.Filter, cancellationToken),
        target.NormalForms.NullsOf(index));

    /// <summary>An index that the database does not word (a function that this user may not call) is compared by its text.</summary>
    public async Task<KnownIndex> TryReadAsync(UniqueIndex index, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(index, cancellationToken);
        }
        catch (Exception unread) when (unread is UsageException or NotCheckedException)
        {
            var parts = await VerbatimForms.Instance.OfKeyAsync(index.Table, index.Key, cancellationToken);
            return new(index, parts, index.Filter is null ? RowFilter.All : new([index.Filter], new HashSet<string>(StringComparer.Ordinal)), index.Nulls);
        }
    }

    private async Task<RowFilter> FilterAsync(TableName table, IReadOnlyList<KeyPart> key, string? filter, CancellationToken cancellationToken)
    {
        if (filter is null) return RowFilter.All;
        var conditions = await target.NormalForms.OfFilterAsync(table, filter, cancellationToken);
        var notNull = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in key) notNull.UnionWith(await target.NormalForms.OfFilterAsync(table, target.Statements.IsNotNull(part), cancellationToken));
        return new(conditions, notNull);
    }
}
