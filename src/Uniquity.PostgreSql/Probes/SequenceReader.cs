using System.Globalization;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Probes;

/// <summary>Reads the sequences behind columns: owned, of an identity, or only named in a default.</summary>
internal sealed class SequenceReader(Session session)
{
    /// <summary>Words the repair of every column that a sequence fills; nothing is changed until the statements that it gives are run.</summary>
    public const string SetAll = """
        SELECT format('SELECT setval(%L, %s((SELECT %s(%I) FROM %I.%I), (SELECT last_value FROM %s)));', s.name, CASE WHEN q.seqincrement > 0 THEN 'greatest' ELSE 'least' END, CASE WHEN q.seqincrement > 0 THEN 'max' ELSE 'min' END, a.attname, n.nspname, c.relname, s.name)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        CROSS JOIN LATERAL (SELECT pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) AS name) s
        JOIN pg_sequence q ON q.seqrelid = s.name::regclass
        WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped AND s.name IS NOT NULL;
        """;

    /// <summary>The sequence of a column; <see langword="null"/> where there is none.</summary>
    public async Task<Sequence?> OfColumnAsync(TableName table, string column, CancellationToken cancellationToken)
    {
        // An identity's sequence depends on the column; a serial's, and one only named, is what the default depends on.
        var found = await session.QueryAsync(SqlText.Of($"""
            SELECT quote_ident(sn.nspname) || '.' || quote_ident(s.relname), q.seqincrement, q.seqcycle
            FROM pg_attribute a
            LEFT JOIN pg_attrdef def ON def.adrelid = a.attrelid AND def.adnum = a.attnum
            JOIN pg_depend d ON (d.classid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype IN ('a', 'i'))
              OR (d.classid = 'pg_attrdef'::regclass AND d.objid = def.oid AND d.refclassid = 'pg_class'::regclass)
            JOIN pg_class s ON s.relkind = 'S' AND s.oid = CASE WHEN d.classid = 'pg_class'::regclass THEN d.objid ELSE d.refobjid END
            JOIN pg_namespace sn ON sn.oid = s.relnamespace
            JOIN pg_sequence q ON q.seqrelid = s.oid
            WHERE a.attrelid = {SqlText.Value(Quote.Table(table), "regclass")} AND a.attname = {SqlText.Value(column)}
            LIMIT 1
            """), row => new Sequence(row.GetString(0), row.GetInt64(1), row.GetBoolean(2)), cancellationToken);
        return found is [var sequence] ? sequence : null;
    }

    /// <summary>The next value, the largest stored one as text, and the last value given out.</summary>
    public static SqlText Behind(TableName table, string column, Sequence sequence) => SqlText.Of($"""
        SELECT CASE WHEN s.is_called THEN s.last_value + {sequence.Increment} ELSE s.last_value END AS next_value,
          (SELECT {SqlText.Raw(sequence.Farthest)}({SqlText.Name(column)}) FROM {table})::text AS {SqlText.Raw(sequence.Farthest)}_value,
          CASE WHEN s.is_called THEN s.last_value END AS last_given
        FROM {SqlText.Raw(sequence.Name)} AS s
        """);

    /// <summary>Why the sequence of a column cannot have given a value that is taken: it has not come so far.</summary>
    public async Task<Fact<string>?> NotGivenAsync(TableName table, string column, string value, CancellationToken cancellationToken)
    {
        if (!long.TryParse(value, CultureInfo.InvariantCulture, out var refused)) return null;
        if (await OfColumnAsync(table, column, cancellationToken) is not { } sequence) return null;
        var behind = Behind(table, column, sequence);

        // A value that it has given out may be this write's own, even where the sequence has caught up since.
        var given = (await session.QueryAsync(behind, row => row.Number(2), cancellationToken))[0];
        return given is null || sequence.IsBeyond(refused, given.Value)
            ? new Fact<string>($"{sequence.Name} has not come as far as {refused} (its last is {given?.ToString(CultureInfo.InvariantCulture) ?? "none"}): the writer brought it", behind.Literal)
            : null;
    }
}
