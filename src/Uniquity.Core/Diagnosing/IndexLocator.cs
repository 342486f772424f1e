using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Statements;
using Uniquity.Targets;
using Uniquity.Violations;

namespace Uniquity.Diagnosing;

/// <summary>Finds the table and the unique index that an error speaks of, by every name it gives.</summary>
internal sealed class IndexLocator(ITarget target, List<string> notes)
{
    private const int Listed = 5;

    // The table of the refused statement: where several tables have an index of one name, it is likely the one meant.
    private TableName? preferred;

    public async ValueTask<LocatedIndex> LocateAsync(
        DiagnosisRequest request, Violation? violation, SqlStatement? statement, CancellationToken cancellationToken)
    {
        if (violation is null) return new LocatedIndex(await StatementTableAsync(request, statement, cancellationToken).ConfigureAwait(false), null, []);
        var table = await TableAsync(request, violation, cancellationToken).ConfigureAwait(false);
        if (table is null && statement is { Operation: not WriteOperation.IndexBuild }) preferred = await StatementTableAsync(request, statement, cancellationToken).ConfigureAwait(false);
        var indexes = await target.GetUniqueIndexesAsync(table, cancellationToken).ConfigureAwait(false);
        var index = ByName(indexes, violation) ?? await ByKeyAsync(indexes, table, request, violation, cancellationToken).ConfigureAwait(false);
        if (index is not null) return new LocatedIndex(index.Table, index, index.Key);

        table ??= await StatementTableAsync(request, statement, cancellationToken).ConfigureAwait(false)
            ?? await GuessTableAsync(violation, cancellationToken).ConfigureAwait(false);
        if (violation is { Index: { } name, Kind: not ViolationKind.IndexBuild })
            notes.Add($"There is no unique index {name} in this database{(table is null ? "" : $" on {table}")}: it was dropped, was never built, or belongs to another database.");
        if (table is null) return new LocatedIndex(null, null, []);

        // The index may be found by its key once the statement has told the table.
        var own = await target.GetUniqueIndexesAsync(table, cancellationToken).ConfigureAwait(false);
        if (violation.Index is null && await ByKeyAsync(own, table, request, violation, cancellationToken).ConfigureAwait(false) is { } byKey)
            return new LocatedIndex(table, byKey, byKey.Key);
        var wanted = await WantedKeyAsync(table, request, violation, statement, cancellationToken).ConfigureAwait(false);
        if (wanted.Count > 0 && violation is { Index: null, Kind: not ViolationKind.IndexBuild })
            notes.Add($"No unique index of {table} is on ({string.Join(", ", wanted.Select(static part => part.Part))}) now: nothing there refuses a key that it has.");
        return new LocatedIndex(table, null, wanted);
    }

    private async ValueTask<TableName?> TableAsync(DiagnosisRequest request, Violation violation, CancellationToken cancellationToken)
    {
        if (request.On is { } on)
        {
            return await target.FindTableAsync(on, cancellationToken).ConfigureAwait(false)
                ?? throw new TargetException($"There is no {target.TableNoun} {on} in {(await target.DescribeAsync(cancellationToken).ConfigureAwait(false)).Database}. List what is there: uniquity indexes");
        }

        if (violation.Table is not { } named) return null;
        var table = await FindExactAsync(violation.Schema, named, cancellationToken).ConfigureAwait(false);
        if (table is null) notes.Add($"There is no {target.TableNoun} {named} in this database, though the error names it: check that it is the right environment.");
        return table;
    }

    // An error prints a name as the catalogue spells it; quoting keeps its case and its dots.
    private ValueTask<TableName?> FindExactAsync(string? schema, string name, CancellationToken cancellationToken) =>
        target.FindTableAsync(target.Statements.TableArgument(new TableName(schema, name)), cancellationToken);

    private UniqueIndex? ByName(IReadOnlyList<UniqueIndex> indexes, Violation violation)
    {
        if (violation.Index is not { } name) return null;
        var same = indexes.Where(index => index.Name == name).ToList();
        if (same.Count == 0) same = [.. indexes.Where(index => index.Name.Equals(name, StringComparison.OrdinalIgnoreCase))];
        var found = same.Find(index => violation.Schema is { } schema ? index.Table.Schema == schema : index.Table == preferred) ?? same.FirstOrDefault();
        if (found is not null && same.Count > 1 && violation.Schema is null && found.Table != preferred)
            notes.Add($"Several {target.TableNoun}s have a unique index {name}, and the error does not tell which: {string.Join(", ", same.Take(Listed).Select(static index => index.Table))}{(same.Count > Listed ? $" and {same.Count - Listed} more" : "")}. {found.Table} is taken; name the right one with --on.");
        return found;
    }

    private async ValueTask<UniqueIndex?> ByKeyAsync(
        IReadOnlyList<UniqueIndex> indexes, TableName? table, DiagnosisRequest request, Violation violation, CancellationToken cancellationToken)
    {
        if (table is null || violation.Index is not null) return null;
        if (request.Key is { } key)
        {
            var parts = await target.ParseKeyAsync(table, key, cancellationToken).ConfigureAwait(false);
            return BySameParts(indexes, [.. parts.Select(static part => part.Part)])
                ?? await ByMeaningAsync(indexes, table, parts, cancellationToken).ConfigureAwait(false)
                ?? indexes.FirstOrDefault(index => parts.All(part => index.Key.Any(own => own.Part == part.Part)) && index.Key.Count > parts.Count);
        }

        return BySameParts(indexes, [.. violation.Key.Select(static part => part.Field ?? "")]);
    }

    // lower(email) is lower((email)::text) in the catalogue: the engine says which expressions are one.
    private async ValueTask<UniqueIndex?> ByMeaningAsync(IReadOnlyList<UniqueIndex> indexes, TableName table, IReadOnlyList<KeyPart> parts, CancellationToken cancellationToken)
    {
        if (!parts.Any(static part => part.Expression)) return null;
        try
        {
            var wanted = (await target.NormalForms.OfKeyAsync(table, parts, cancellationToken).ConfigureAwait(false)).ToHashSet();
            foreach (var index in indexes.Where(index => index.Key.Count == parts.Count && index.Key.Any(static part => part.Expression)))
            {
                if (wanted.SetEquals(await target.NormalForms.OfKeyAsync(table, index.Key, cancellationToken).ConfigureAwait(false))) return index;
            }
        }
        catch (Exception unknown) when (unknown is NotCheckedException or UsageException)
        {
            // Then the key stands for itself, without an index.
        }

        return null;
    }

    // An engine that names no index lists the columns in the index's order; another order still tells the index.
    private static UniqueIndex? BySameParts(IReadOnlyList<UniqueIndex> indexes, List<string> parts)
    {
        if (parts.Count == 0) return null;
        return indexes.FirstOrDefault(index => index.Key.Select(static part => part.Part).SequenceEqual(parts, StringComparer.OrdinalIgnoreCase))
            ?? indexes.FirstOrDefault(index => index.Key.Count == parts.Count && index.Key.All(part => parts.Contains(part.Part, StringComparer.OrdinalIgnoreCase)));
    }

    private async ValueTask<TableName?> StatementTableAsync(DiagnosisRequest request, SqlStatement? statement, CancellationToken cancellationToken)
    {
        if ((request.On ?? statement?.Table) is not { } name) return null;
        return await target.FindTableAsync(name, cancellationToken).ConfigureAwait(false);
    }

    // users_email_key is of users, order_items_sku_idx of order_items: the longest beginning that is a table with these columns.
    private async ValueTask<TableName?> GuessTableAsync(Violation violation, CancellationToken cancellationToken)
    {
        if (violation.Index is not { } name) return null;
        var prefixes = new List<string> { name };
        for (var cut = name.LastIndexOf('_'); cut > 0; cut = name.LastIndexOf('_', cut - 1)) prefixes.Add(name[..cut]);
        foreach (var prefix in prefixes)
        {
            foreach (var candidate in (string[])[prefix, .. WithoutMarker(prefix)])
            {
                if (await FindExactAsync(violation.Schema, candidate, cancellationToken).ConfigureAwait(false) is { } table
                    && await HasColumnsAsync(table, violation, cancellationToken).ConfigureAwait(false)) return table;
            }
        }

        return null;
    }

    private static IEnumerable<string> WithoutMarker(string name)
    {
        foreach (var marker in (string[])["ux_", "uq_", "idx_", "ix_", "uk_", "uniq_", "unique_", "index_"])
        {
            if (name.StartsWith(marker, StringComparison.OrdinalIgnoreCase)) yield return name[marker.Length..];
        }
    }

    private async ValueTask<bool> HasColumnsAsync(TableName table, Violation violation, CancellationToken cancellationToken)
    {
        var columns = await target.Facts.GetColumnsAsync(table, cancellationToken).ConfigureAwait(false);
        return violation.Key.All(part => part.Field is null || ColumnsOf.Expression(part.Field, columns).Count > 0);
    }

    private async ValueTask<IReadOnlyList<KeyPart>> WantedKeyAsync(
        TableName table, DiagnosisRequest request, Violation violation, SqlStatement? statement, CancellationToken cancellationToken)
    {
        if (request.Key is { } key) return await target.ParseKeyAsync(table, key, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> names = statement is { Operation: WriteOperation.IndexBuild, Columns.Count: > 0 }
            ? statement.Columns
            : [.. violation.Key.Select(static part => part.Field ?? "")];
        if (names.Count == 0 || names.Contains("")) return [];
        var columns = await target.Facts.GetColumnsAsync(table, cancellationToken).ConfigureAwait(false);
        return [.. names.Select(name => new KeyPart(name, Expression: !columns.Any(column => column.Name == name)))];
    }
}
