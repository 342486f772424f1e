using Npgsql;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Indexes;

/// <summary>Reads a key that a person typed: columns, and expressions that the server has found to be right.</summary>
internal sealed class KeyReader(Session session)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">A column does not exist (the nearest is named), or the server cannot read the expression.</exception>
    public async Task<IReadOnlyList<KeyPart>> ReadAsync(TableName table, string key, CancellationToken cancellationToken)
    {
        var columns = await session.QueryAsync(SqlText.Of($"""
            SELECT a.attname::text, format_type(a.atttypid, -1) FROM pg_attribute a
            JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = {SqlText.Value(table.Schema)} AND c.relname = {SqlText.Value(table.Name)} AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """), row => (Name: row.GetString(0), Type: row.GetString(1)), cancellationToken);
        var types = columns.ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        var parts = new List<KeyPart>();
        foreach (var text in KeySplitter.Split(key))
        {
            if (text.Length == 0) throw new UsageException($"The key '{key}' has an empty part: name columns of {table}, such as --key {(columns.Count > 0 ? columns[0].Name : "id")}.");
            parts.Add(await ReadPartAsync(table, text, types, cancellationToken));
        }

        return parts;
    }

    private async Task<KeyPart> ReadPartAsync(TableName table, string text, Dictionary<string, string> columns, CancellationToken cancellationToken)
    {
        if (columns.ContainsKey(text)) return new(text);
        if (NameReader.Read(text) is { } name)
        {
            var own = name.Count > 1 && name[0].Spellings.Contains(table.Name) ? name[1] : name[0];
            if (name.Count == 1 || (name.Count == 2 && own != name[0]))
            {
                return own.Spellings.FirstOrDefault(columns.ContainsKey) is { } found ? new(found) : throw NoColumn(table, own.Text, columns.Keys);
            }

            if (own.Spellings.FirstOrDefault(columns.ContainsKey) is { } document && columns[document] is "json" or "jsonb")
            {
                var path = string.Join(',', name.Skip(1).Select(step => step.Text));
                throw new UsageException($"{text} is a path into {document}: write it as an expression, --key \"{Quote.Name(document)} #>> '{{{path}}}'\".");
            }
        }

        await CheckExpressionAsync(table, text, columns.Keys, cancellationToken);
        await CheckCallsAsync(text, cancellationToken);
        if (await IsConstantAsync(text, cancellationToken))
            throw new UsageException($"{text} is no key: it names no column of {table}. The columns are {string.Join(", ", columns.Keys)}.");
        return new(text, Expression: true);
    }

    /// <summary>The server plans the expression over no row; nothing is run. In brackets no stray parenthesis of the key finds a partner.</summary>
    private async Task CheckExpressionAsync(TableName table, string expression, IEnumerable<string> columns, CancellationToken cancellationToken)
    {
        try
        {
            await session.QueryAsync(SqlText.Of($"SELECT ARRAY[{SqlText.Raw(expression)}], ({SqlText.Raw(expression)}) FROM {table} LIMIT 0"), _ => 0, cancellationToken, [Setting.RowSecurity]);
        }
        catch (PostgresException wrong) when (wrong.SqlState == PostgresErrorCodes.UndefinedColumn)
        {
            throw new UsageException($"The key {expression} cannot be read: {wrong.MessageText}. The columns of {table} are {string.Join(", ", columns)}.", wrong);
        }
        catch (PostgresException wrong) when (Refusal.IsMistyped(wrong))
        {
            throw new UsageException($"The key {expression} cannot be read: {wrong.MessageText}.", wrong);
        }
    }

    private async Task CheckCallsAsync(string expression, CancellationToken cancellationToken)
    {
        try
        {
            await VolatileCalls.CheckAsync(session, expression, cancellationToken);
        }
        catch (NotCheckedException acts)
        {
            throw new UsageException($"The key {acts.Message}", acts);
        }
    }

    /// <summary>What can be planned without a table has no column in it.</summary>
    private async Task<bool> IsConstantAsync(string expression, CancellationToken cancellationToken)
    {
        try
        {
            await session.QueryAsync(SqlText.Of($"SELECT ({SqlText.Raw(expression)}) LIMIT 0"), _ => 0, cancellationToken);
            return true;
        }
        catch (PostgresException missing) when (Refusal.IsMistyped(missing))
        {
            return false;
        }
    }

    private static UsageException NoColumn(TableName table, string typed, IEnumerable<string> columns) =>
        new($"{table} has no column {typed}: did you mean {NearestName.Closest(typed, columns)}?");
}
