using Uniquity.Indexes;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Catalogue;

/// <summary>Reads a key as a person types it: <c>a,b</c>, <c>"order no"</c>, <c>lower(email)</c>, <c>email COLLATE NOCASE</c>.</summary>
internal sealed class KeyReader(SqliteSession session)
{
    /// <summary>The parts of the key, with the catalogue's spelling of columns.</summary>
    /// <exception cref="UsageException">A column does not exist, or the text is no key.</exception>
    public async Task<IReadOnlyList<KeyPart>> ReadAsync(SqliteTable table, string key, CancellationToken cancellation)
    {
        // A column's bare name first, whatever is in it: spaces, commas.
        if (table.Find(key.Trim()) is { } whole) return [new KeyPart(whole.Name)];
        var tokens = SqlTokenizer.Tokenize(key);
        if (!TokenList.IsOneExpression(tokens)) throw new UsageException($"'{key}' is no key: write columns as a,b or an expression as lower(a)");
        var parts = new List<KeyPart>();
        foreach (var part in TokenList.SplitAtCommas(tokens)) parts.Add(await PartAsync(table, key, part, cancellation));
        return parts;
    }

    private async Task<KeyPart> PartAsync(SqliteTable table, string key, IReadOnlyList<SqlToken> tokens, CancellationToken cancellation)
    {
        if (tokens.Count == 0) throw new UsageException($"'{key}' is no key: a part between commas is empty");
        if (table.Find(TokenList.Text(key, tokens)) is { } bare) return new KeyPart(bare.Name);
        var written = KeyPartText.WithoutOptions(tokens);
        var text = TokenList.Text(key, written.Expression);
        var collation = written.Collation?.ToUpperInvariant();
        if (ColumnName(table, written.Expression) is { } name)
        {
            var column = table.Find(name) ?? throw NoSuchColumn(table, name);
            return new KeyPart(column.Name, false, written.Descending) { Collation = SqliteName.Same(column.Collation, collation ?? column.Collation) ? null : collation };
        }

        foreach (var token in written.Expression)
        {
            // SQLite takes an unknown name in double quotes for a text; here it is a name that was misspelt.
            if (token.Kind == SqlTokenKind.QuotedName && table.Find(token.Name) is null && !SqliteName.Same(token.Name, table.Name.Name))
            {
                throw NoSuchColumn(table, token.Name);
            }
        }

        var part = new KeyPart(text, true, written.Descending) { Collation = collation };
        await CheckAsync(table, part, cancellation);
        return ColumnsIn(table, part.Part).Count > 0 ? part : throw new UsageException($"'{text}' is no key of {table.Name}: it names no column");
    }

    /// <summary>The columns that an expression names, in the catalogue's spelling.</summary>
    public static IReadOnlyList<SqliteColumn> ColumnsIn(SqliteTable table, string expression)
    {
        var tokens = SqlTokenizer.Tokenize(expression);
        return [.. tokens.Where((token, i) => token.IsName && !(i + 1 < tokens.Count && tokens[i + 1].Is('(') && token.Kind == SqlTokenKind.Word))
            .Select(token => table.Find(token.Name)).OfType<SqliteColumn>().Distinct()];
    }

    private static string? ColumnName(SqliteTable table, IReadOnlyList<SqlToken> tokens) =>
        tokens.Count == 1 && tokens[0].IsName ? tokens[0].Name
        : tokens.Count == 3 && tokens[1].Is('.') && tokens[2].IsName && SqliteName.Same(tokens[0].Name, table.Name.Name) ? tokens[2].Name
        : null;

    private async Task CheckAsync(SqliteTable table, KeyPart part, CancellationToken cancellation)
    {
        try
        {
            var sql = new SqlText().Add($"SELECT {KeyPartSql.Compared(part)} FROM {table.Sql} LIMIT 0");
            await session.QueryAsync(sql, _ => 0, cancellation);
        }
        catch (TargetException fault) when (SqliteFault.IsMisspelt(fault, out var said))
        {
            const string noColumn = "no such column: ";
            throw said.StartsWith(noColumn, StringComparison.Ordinal)
                ? NoSuchColumn(table, said[noColumn.Length..])
                : new UsageException($"'{part.Part}' is no key of {table.Name}: {said}", fault);
        }
    }

    private static UsageException NoSuchColumn(SqliteTable table, string name)
    {
        var nearest = NearestName.Find(name, table.Columns.Select(c => c.Name));
        var advice = nearest is null ? $"it has {string.Join(", ", table.Columns.Take(12).Select(c => c.Name))}" : $"did you mean {nearest}?";
        return new UsageException($"{table.Name} has no column {name}: {advice}");
    }
}
