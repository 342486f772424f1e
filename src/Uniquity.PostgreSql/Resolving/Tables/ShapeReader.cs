using System.Text.Json;
using Npgsql;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Duplicates;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Resolving.Tables;

/// <summary>Reads the shapes of tables from the catalogue, each once.</summary>
internal sealed class ShapeReader(Session session)
{
    private readonly Dictionary<TableName, TableShape> known = [];

    /// <summary>The shape of a table.</summary>
    /// <exception cref="UsageException">There is no such table.</exception>
    public async Task<TableShape> ReadAsync(TableName table, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(table, out var shape)) return shape;
        var heads = await session.QueryAsync(ShapeSql.Head(table), Head.Read, cancellationToken);
        if (heads is not [var head]) throw new UsageException($"There is no table {table}.");
        var columns = await session.QueryAsync(ShapeSql.Columns(head.Oid), row => new TableColumn(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.GetBoolean(4), row.GetBoolean(5), row.GetBoolean(6)), cancellationToken);
        var keys = await session.QueryAsync(ShapeSql.UniqueKeys(head.Oid, session.MajorVersion), ReadKey, cancellationToken);
        return known[table] = new()
        {
            Name = table,
            Oid = head.Oid,
            Partitioned = head.Kind == 'p',
            Columns = columns,
            Identity = keys.Where(key => key.Identity is not null).OrderByDescending(key => key.Primary).Select(key => key.Identity).FirstOrDefault() ?? [],
            UniqueKeys = [.. keys.Select(key => key.Key)],
            Triggers = head.Triggers,
            Obstacle = head.Obstacle(table),
            Lacks = head.Lacks,
        };
    }

    /// <summary>The declared foreign keys that refer to a table.</summary>
    public async Task<IReadOnlyList<Reference>> ReferencesToAsync(TableShape parent, CancellationToken cancellationToken) =>
        await session.QueryAsync(ShapeSql.References("confrelid", parent.Oid), ReadReference, cancellationToken);

    /// <summary>The declared foreign keys of a table.</summary>
    public async Task<IReadOnlyList<Reference>> ReferencesOfAsync(TableShape child, CancellationToken cancellationToken) =>
        await session.QueryAsync(ShapeSql.References("conrelid", child.Oid), ReadReference, cancellationToken);

    private static string[] Strings(string json) => JsonSerializer.Deserialize(json, IdsJson.Default.StringArray)!;

    private static (UniqueKey Key, bool Primary, string[]? Identity) ReadKey(NpgsqlDataReader row) => (
        new(row.GetString(0), [.. Strings(row.GetString(1)).Select(SqlText.Raw)], row.Text(2) is { } filter ? SqlText.Raw($"({filter})") : null, row.GetBoolean(3), Strings(row.GetString(4))),
        row.GetBoolean(5), row.Text(6) is { } identity ? Strings(identity) : null);

    private static Reference ReadReference(NpgsqlDataReader row) => new(
        row.GetString(0), new(row.GetString(1), row.GetString(2)), Strings(row.GetString(3)), new(row.GetString(4), row.GetString(5)), Strings(row.GetString(6)),
        Strings(row.GetString(7)), [.. Strings(row.GetString(8)).Select(collation => collation.Length == 0 ? null : collation)], Declared: true, row.GetBoolean(9));

    private sealed record Head(long Oid, char Kind, bool Partition, bool Inherited, bool RowSecurity, bool Rules, IReadOnlyList<string> Triggers, IReadOnlyList<string> Lacks)
    {
        public static Head Read(NpgsqlDataReader row) => new(
            row.GetInt64(0), row.GetString(1)[0], row.GetBoolean(2), row.GetBoolean(3), row.GetBoolean(4), row.GetBoolean(5), Strings(row.GetString(6)), Strings(row.GetString(7)));

        public string? Obstacle(TableName table) => this switch
        {
            { Kind: not ('r' or 'p') } => $"{table} is not a table, and only a table has rows to resolve: name the table under it.",
            { Partition: true } => $"{table} is a partition: resolve the partitioned table that it belongs to.",
            { Inherited: true } => $"Other tables inherit from {table}, and their rows have columns that it cannot archive: resolve each of them by itself.",
            { RowSecurity: true } => $"Row-level security hides rows of {table} from this user: resolve as its owner, or as a role with BYPASSRLS.",
            { Rules: true } => $"{table} has rules (CREATE RULE) that rewrite writes, so what would be archived is not what would happen: disable them first.",
            _ => null,
        };
    }
}
