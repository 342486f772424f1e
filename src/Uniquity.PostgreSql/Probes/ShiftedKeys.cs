using Uniquity.Diagnosing;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Facts;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Statements;

namespace Uniquity.PostgreSql.Probes;

/// <summary>Works out, by reading only, whether any two rows would share a key once an UPDATE is over.</summary>
/// <remarks>PostgreSQL checks a unique index row by row, unless the constraint is deferrable, so an UPDATE can fail on the way to a state that is right.</remarks>
internal sealed class ShiftedKeys(Session session, ColumnCatalogue columns)
{
    /// <summary>The keys shared after the UPDATE (no further than 5), and the query; <see langword="null"/> where the statement computes no key from itself.</summary>
    /// <exception cref="NotCheckedException">The statement has parameters, or calls what acts.</exception>
    public async Task<Fact<long>?> SharedAfterAsync(DiagnosisContext context, CancellationToken cancellationToken)
    {
        if (context is not { Operation: WriteOperation.Update, Index: { } index, ParsedStatement: { Table: { } typed, Assignments.Count: > 0 } update }) return null;
        if (await context.Target.FindTableAsync(typed, cancellationToken) != index.Table || !ComputesKey(index, update)) return null;
        foreach (var text in update.Assignments.Select(set => set.Expression).Append(update.Where ?? ""))
        {
            if (HasParameter(text)) throw new NotCheckedException("the UPDATE has parameters: give it with their values in --statement");
            await VolatileCalls.CheckAsync(session, text, cancellationToken);
        }

        return await session.CheckedAsync("the UPDATE", async () =>
        {
            var sql = await SqlAsync(index, update, cancellationToken);
            return new Fact<long>((await session.QueryAsync(sql, row => row.GetInt64(0), cancellationToken))[0], sql.Literal);
        });
    }

    /// <summary>A key that is set to a plain value collides with a row that is there; only one computed from itself can collide on the way.</summary>
    private static bool ComputesKey(UniqueIndex index, SqlStatement update) =>
        update.Assignments.Any(set => index.Key.Any(part => Mentions(part.Part, set.Column)) && Mentions(set.Expression, set.Column));

    private static bool Mentions(string text, string name) => text.Contains(name, StringComparison.OrdinalIgnoreCase);

    private static bool HasParameter(string text)
    {
        for (var at = 0; at < text.Length - 1; at++)
        {
            var next = text[at + 1];
            if ((text[at] == '$' && char.IsAsciiDigit(next)) || (text[at] == '%' && next == 's') || (text[at] == '@' && char.IsLetter(next))) return true;
            if (text[at] == ':' && char.IsLetter(next) && (at == 0 || text[at - 1] != ':')) return true;
        }

        return text.Split('\'').Where((_, n) => n % 2 == 0).Any(outside => outside.Contains('?', StringComparison.Ordinal));
    }

    private async Task<SqlText> SqlAsync(UniqueIndex index, SqlStatement update, CancellationToken cancellationToken)
    {
        var where = update.Where is { } filter ? FilterSql.Of(filter) : SqlText.Raw("true");
        var after = (await columns.ReadAsync(index.Table, cancellationToken)).Select(column =>
        {
            var name = SqlText.Name(column.Column.Name);
            var set = update.Assignments.FirstOrDefault(set => string.Equals(set.Column, column.Column.Name, StringComparison.OrdinalIgnoreCase)).Expression;
            return set is null ? name : SqlText.Of($"CASE WHEN {where} THEN ({SqlText.Raw(set)}) ELSE {name} END AS {name}");
        });
        var parts = await new PartTyping(session).ResolveAsync(index.Table, index.Key, cancellationToken);
        var keys = SqlText.Join(", ", parts.Select(part => part.Collated));
        var known = SqlText.Join(" AND ", parts.Select(part => SqlText.Of($"{part.Text} IS NOT NULL")));
        var partial = index.Filter is { } of ? SqlText.Of($" AND {FilterSql.Of(of)}") : SqlText.Empty;
        return SqlText.Of($"""
            SELECT count(*) FROM (
              SELECT {keys} FROM (SELECT {SqlText.Join(", ", after)} FROM {index.Table}) AS after_update
              WHERE {known}{partial} GROUP BY {keys} HAVING count(*) > 1 LIMIT 5) AS shared
            """);
    }
}
