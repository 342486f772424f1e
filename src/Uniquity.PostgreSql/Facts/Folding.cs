using Uniquity.Indexes;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Facts;

/// <summary>Compares two values as an index does: under its collation, or after its expression.</summary>
internal sealed class Folding(PartTyping typing, ColumnCatalogue columns)
{
    /// <summary>A condition that holds where the index takes the two for one.</summary>
    public async Task<SqlText> EqualAsync(
        UniqueIndex index, int n, PartSql part, string refused, string stored, CancellationToken cancellationToken)
    {
        var key = index.Key[n];
        var plain = part.Equals(await CollateAsync(index.Table, key, part, SqlText.Value(refused, part.Type), cancellationToken), SqlText.Value(stored, part.Type));
        if (await ColumnOfAsync(index.Table, key, cancellationToken) is not { } column) return plain;
        var of = (await typing.ResolveAsync(index.Table, [new(column)], cancellationToken))[0];
        // lower('Ann') and lower('ann'): the expression over each value in the place of the column.
        SqlText Over(string value) => SqlText.Of($"(SELECT {part.Text} FROM (SELECT {SqlText.Value(value, of.Type)} AS {SqlText.Name(column)}) AS r)");
        return SqlText.Of($"({plain} OR {part.Equals(Over(refused), Over(stored))})");
    }

    private async Task<SqlText> CollateAsync(TableName table, KeyPart key, PartSql part, SqlText value, CancellationToken cancellationToken) =>
        part.Collation is { } collation ? SqlText.Of($"{value} COLLATE {SqlText.Raw(collation)}")
            : key.Expression ? value
            : await columns.CollateAsync(table, key.Part, value, cancellationToken);

    /// <summary>The one column that an expression is of; <see langword="null"/> for a column, or for several.</summary>
    private async Task<string?> ColumnOfAsync(TableName table, KeyPart key, CancellationToken cancellationToken)
    {
        if (!key.Expression) return null;
        var named = (await columns.ReadAsync(table, cancellationToken))
            .Select(column => column.Column.Name).Where(name => key.Part.Contains(name, StringComparison.OrdinalIgnoreCase)).ToList();
        // A name within another's (mail in email) is not named itself.
        named.RemoveAll(name => named.Any(other => other.Length > name.Length && other.Contains(name, StringComparison.OrdinalIgnoreCase)));
        return named.Count == 1 ? named[0] : null;
    }
}
