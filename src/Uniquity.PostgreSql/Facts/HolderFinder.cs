using Npgsql;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Violations;

namespace Uniquity.PostgreSql.Facts;

/// <summary>Finds the row that holds a key, by the index that refused it.</summary>
internal sealed class HolderFinder(Session session, PartTyping typing, RowReader rows)
{
    /// <summary>Orders in which a date may have been printed that is not in ISO style.</summary>
    private static readonly string[] DateOrders = ["ISO, DMY", "ISO, MDY"];

    /// <summary>Looks.</summary>
    public async Task<HolderFact> FindAsync(UniqueIndex index, IReadOnlyList<KeyValue> key, CancellationToken cancellationToken)
    {
        var parts = await typing.ResolveAsync(index.Table, index.Key, cancellationToken);
        var values = index.Key.Select((part, n) => ValueOf(part, n, key)).ToList();
        var json = SqlText.Of($"{await rows.JsonAsync(index.Table, cancellationToken)}, {await rows.AgeAsync(index.Table, cancellationToken)}");
        IReadOnlyList<Setting> settings = index.Valid && index.Name.Length > 0 ? [Setting.NoSequentialScan] : [];
        var found = await AskAsync(index, parts, values, json, settings, cancellationToken);
        if (found.Row is null && parts.Zip(values, IsDateInAnotherStyle).Any(other => other))
        {
            foreach (var order in DateOrders)
            {
                found = await AskAsync(index, parts, values, json, [.. settings, new("datestyle", order)], cancellationToken);
                if (found.Row is not null) return found;
            }
        }

        return found;
    }

    private async Task<HolderFact> AskAsync(
        UniqueIndex index, IReadOnlyList<PartSql> parts, List<string?> values, SqlText json, IReadOnlyList<Setting> settings, CancellationToken cancellationToken)
    {
        try
        {
            return await QueryAsync(index, parts, values, json, settings, cancellationToken);
        }
        catch (PostgresException hidden) when (Refusal.IsRowSecurity(hidden))
        {
            // The row may be one that this user sees; only where it is not, the policy decides that nobody can tell.
            var seen = await QueryAsync(index, parts, values, json, [.. settings, Setting.RowSecurity], cancellationToken);
            return seen.Row is null ? throw new NotCheckedException($"{index.Table} could not be asked: {Refusal.Explain(hidden, session.StatementTimeout)}.", hidden) : seen;
        }
    }

    private async Task<HolderFact> QueryAsync(
        UniqueIndex index, IReadOnlyList<PartSql> parts, List<string?> values, SqlText json, IReadOnlyList<Setting> settings, CancellationToken cancellationToken)
    {
        var where = Where(index, parts, values);
        var stored = parts.Select(part => SqlText.Of($"{part.Text}::text"));
        var sql = SqlText.Of($"""
            SELECT {json}, {SqlText.Join(", ", stored)}
            FROM {index.Table} AS t WHERE {where} LIMIT 1
            """);
        var found = await session.QueryAsync(sql, row => Read(row, parts.Count), cancellationToken, settings);
        // Whoever runs the query has a DateStyle of their own: the key as the server now prints it reads the same everywhere.
        if (found is [var (_, key, _), ..] && settings.Any(setting => setting.Name == "datestyle")) where = Where(index, parts, key);
        var query = SqlText.Of($"SELECT * FROM {index.Table} WHERE {where}").Literal;
        if (found is not [var (row, storedKey, seconds), ..]) return new() { Query = query };
        return new()
        {
            Row = row,
            StoredKey = storedKey,
            Age = seconds is { } age ? TimeSpan.FromSeconds(age) : null,
            AgeQuery = seconds is null ? null : SqlText.Of($"SELECT clock_timestamp() - pg_xact_commit_timestamp(xmin) AS age FROM {index.Table} WHERE {where}").Literal,
            Query = query,
        };
    }

    private static SqlText Where(UniqueIndex index, IReadOnlyList<PartSql> parts, IReadOnlyList<string?> values)
    {
        // Where nulls are distinct no row holds a key with a null, and the comparison says so: nothing equals null.
        var equal = SqlText.Join(" AND ", parts.Zip(values, (part, value) =>
            value is null && index.Nulls == NullHandling.Distinct ? part.Equals(part.Collated, SqlText.Value(null, part.Type)) : part.Equals(value)));
        return index.Filter is { } filter ? SqlText.Of($"{equal} AND {FilterSql.Of(filter)}") : equal;
    }

    /// <summary>The value that the key states for a part: by its name, else by its place.</summary>
    private static string? ValueOf(KeyPart part, int n, IReadOnlyList<KeyValue> key)
    {
        var value = key.FirstOrDefault(value => value.Field == part.Part) ?? (n < key.Count ? key[n] : null);
        return value is null or { IsNull: true } ? null : value.Value;
    }

    private static (Row Row, IReadOnlyList<string?> Key, double? Seconds) Read(NpgsqlDataReader row, int parts) =>
        (RowReader.Read(row.GetString(0)), [.. Enumerable.Range(2, parts).Select(row.Text)], row.IsDBNull(1) ? null : row.GetDouble(1));

    private static bool IsDateInAnotherStyle(PartSql part, string? value) =>
        part.Type.StartsWith("date", StringComparison.Ordinal) || part.Type.StartsWith("timestamp", StringComparison.Ordinal)
            ? value is { Length: > 4 } && !(char.IsAsciiDigit(value[3]) && value[4] == '-')
            : false;
}
