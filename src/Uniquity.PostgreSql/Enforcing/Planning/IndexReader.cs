using Npgsql;
using Uniquity.Enforcing;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>Lets the server read the wanted index, and choose its name.</summary>
/// <remarks>
/// The index is made on an empty temporary table of the same name and columns, in a transaction that is rolled back: so an expression
/// that is not immutable, or a type without an order, is refused before anything is built, and the catalogue's spelling is known.
/// </remarks>
internal sealed class IndexReader(WriteSession session)
{
    /// <summary>Reads it.</summary>
    /// <exception cref="UsageException">The server cannot make such an index; the message says why.</exception>
    public async Task<WantedIndex> ReadAsync(WantedIndex wanted, CancellationToken cancellationToken)
    {
        var copy = SqlText.Of($"pg_temp.{SqlText.Name(wanted.Table.Name.Name)}");
        await session.BeginAsync([new("client_min_messages", "warning")], cancellationToken);
        try
        {
            await session.ExecuteAsync(SqlText.Of($"CREATE TEMPORARY TABLE {SqlText.Name(wanted.Table.Name.Name)} (LIKE {wanted.Table.Name})"), cancellationToken);
            await session.ExecuteAsync(wanted.As == EnforceAs.Constraint
                ? SqlText.Of($"ALTER TABLE {copy} ADD UNIQUE {SqlText.Raw(wanted.NullsEqual ? "NULLS NOT DISTINCT " : "")}({IndexSql.Key(wanted.Key)})")
                : IndexSql.CreateUnique(wanted, copy, SqlText.Empty, concurrently: false), cancellationToken);
            var rows = await session.QueryAsync(SqlText.Of($"""
                SELECT i.relname::text, pg_get_indexdef(i.oid, k.n, true), pg_get_expr(x.indpred, x.indrelid, true)
                FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid CROSS JOIN LATERAL generate_series(1, x.indnkeyatts) AS k(n)
                WHERE x.indrelid = {SqlText.Value(copy.Literal)}::regclass ORDER BY k.n
                """), row => (Name: row.GetString(0), Part: row.GetString(1), Predicate: row.Text(2)), cancellationToken);
            return wanted with
            {
                Name = wanted.Name.Length > 0 ? wanted.Name : rows[0].Name,
                // A column is printed as SQL writes it; the catalogue keeps its name.
                Parts = [.. rows.Zip(wanted.Key, (row, part) => part.Expression ? row.Part : part.Part)],
                Predicate = rows[0].Predicate,
            };
        }
        catch (PostgresException wrong) when (Refusal.IsMistyped(wrong) || wrong.SqlState is "54011" or "42701")
        {
            throw new UsageException($"PostgreSQL cannot make this unique index of {wanted.Table.Name}: {wrong.MessageText.ReplaceLineEndings(" ")}.", wrong);
        }
        finally
        {
            await session.RollBackAsync();
        }
    }
}
