using System.Globalization;
using System.Text.Json;
using Uniquity.Causes;
using Uniquity.Diagnosing;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Statements;

/// <summary>Words statements for remedies.</summary>
/// <param name="partitions">The tables that hold the rows of a partitioned one; none for any other.</param>
internal sealed class PostgreSqlStatements(Func<TableName, IReadOnlyList<TableName>> partitions) : IStatementWriter
{
    private readonly IndexStatements indexes = new(partitions);

    /// <inheritdoc/>
    public string Table(TableName table) => Quote.Table(table);

    /// <inheritdoc/>
    public string Part(KeyPart part) => part.Expression ? part.Part : Quote.Name(part.Part);

    /// <inheritdoc/>
    public string KeyArgument(IReadOnlyList<KeyPart> key) => string.Join(',', key.Select(Part));

    /// <inheritdoc/>
    public string RulePart(KeyPart part) => part.Collation is null ? Part(part) : $"{Operand(part)} COLLATE {part.Collation}";

    /// <inheritdoc/>
    public string TableArgument(TableName table) => Quote.Table(table);

    /// <inheritdoc/>
    public string IsNotNull(KeyPart part) => $"{Operand(part)} IS NOT NULL";

    /// <inheritdoc/>
    public string IsNull(KeyPart part) => $"{Operand(part)} IS NULL";

    /// <inheritdoc/>
    public string IsNoneOf(KeyPart part, IReadOnlyList<string> values) => $"{Operand(part)} NOT IN ({Literals(values)})";

    /// <inheritdoc/>
    public string IsLive(LiveRows live)
    {
        var column = Quote.Name(live.Column);
        return live.Deleted.ValueKind switch
        {
            JsonValueKind.True => $"{column} IS NOT TRUE",
            JsonValueKind.False => $"{column} IS TRUE",
            JsonValueKind.Number when live.Deleted.TryGetInt64(out var flag) && flag is 0 or 1 => $"{column} IS DISTINCT FROM {live.Deleted.GetRawText()}",
            JsonValueKind.String when !DateTimeOffset.TryParse(live.Deleted.GetString(), CultureInfo.InvariantCulture, out _) =>
                $"{column} IS DISTINCT FROM {Quote.Literal(live.Deleted.GetString()!)}",
            _ => $"{column} IS NULL",
        };
    }

    /// <inheritdoc/>
    public string And(string? first, string second) => first is null ? second : $"({first}) AND {second}";

    /// <inheritdoc/>
    public IReadOnlyList<RemedyCommand> CreateUniqueIndex(TableName table, string name, IReadOnlyList<KeyPart> key, string? filter, bool nullsDistinct) =>
        indexes.Create(table, Quote.Shorten(name), key, filter, nullsDistinct);

    /// <inheritdoc/>
    public IReadOnlyList<RemedyCommand> ConstraintOfIndex(TableName table, string name) =>
        [new("sql", $"ALTER TABLE {Quote.Table(table)} ADD CONSTRAINT {Quote.Name(Quote.Shorten(name))} UNIQUE USING INDEX {Quote.Name(Quote.Shorten(name))};")];

    /// <inheritdoc/>
    public IReadOnlyList<RemedyCommand> LoadOrSkip(UniqueIndex index, IReadOnlyList<Column> columns) => InsertStatements.LoadOrSkip(index, columns);

    /// <inheritdoc/>
    public RemedyCommand? Revive(UniqueIndex index, IReadOnlyList<string?> key, LiveRows live)
    {
        var value = live.Deleted.ValueKind switch
        {
            JsonValueKind.True => "false",
            JsonValueKind.False => "true",
            JsonValueKind.Number when live.Deleted.TryGetInt64(out var flag) && flag is 0 or 1 => flag == 1 ? "0" : "1",
            JsonValueKind.String when DateTimeOffset.TryParse(live.Deleted.GetString(), CultureInfo.InvariantCulture, out _) => "NULL",
            _ => null,
        };
        if (value is null) return null;
        var conditions = index.Key.Zip(key, (part, own) => own is null ? IsNull(part) : $"{Operand(part)} = {Quote.Literal(own)}");
        return new("sql", $"UPDATE {Quote.Table(index.Table)} SET {Quote.Name(live.Column)} = {value} WHERE {string.Join(" AND ", conditions)}{(index.Filter is null ? "" : $" AND ({index.Filter})")} RETURNING *;");
    }

    /// <inheritdoc/>
    public IReadOnlyList<RemedyCommand> DropIndex(UniqueIndex index) => indexes.Drop(index);

    /// <inheritdoc/>
    public RemedyCommand InsertOrSkip(UniqueIndex index, IReadOnlyList<Column> columns) => InsertStatements.OrSkip(index, columns);

    /// <inheritdoc/>
    public RemedyCommand InsertOrUpdate(UniqueIndex index, IReadOnlyList<Column> columns) => InsertStatements.OrUpdate(index, columns);

    /// <inheritdoc/>
    public RemedyCommand SetNull(TableName table, KeyPart part, IReadOnlyList<string> values) =>
        new("sql", $"UPDATE {Quote.Table(table)} SET {Part(part)} = NULL WHERE {Operand(part)} IN ({Literals(values)});");

    /// <inheritdoc/>
    public RemedyCommand ShowRows(TableName table, IReadOnlyList<KeyPart> key, IReadOnlyList<string?> values)
    {
        var conditions = key.Zip(values, (part, value) => value is null ? IsNull(part) : $"{Operand(part)} = {Quote.Literal(value)}");
        return new("sql", $"SELECT * FROM {Quote.Table(table)} WHERE {string.Join(" AND ", conditions)};");
    }

    private static string Operand(KeyPart part) => part.Expression ? $"({part.Part})" : Quote.Name(part.Part);

    private static string Literals(IReadOnlyList<string> values) => string.Join(", ", values.Select(Quote.Literal));
}
