using Npgsql;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;

namespace Uniquity.PostgreSql.Indexes;

/// <summary>Asks the server for the types of key parts, and with which operator each compares.</summary>
/// <remarks>
/// An extension's type may live in a schema off the search path. Its <c>=</c> then is not found, and the comparison would
/// silently become one of text (citext would tell cases apart): such an operator is written with its schema.
/// </remarks>
internal sealed class PartTyping(Session session)
{
    private readonly Dictionary<(TableName, KeyPart), PartSql> known = [];

    /// <summary>The parts, ready for statements.</summary>
    /// <exception cref="PostgresException">A column or expression cannot be read.</exception>
    public async Task<IReadOnlyList<PartSql>> ResolveAsync(TableName table, IReadOnlyList<KeyPart> key, CancellationToken cancellationToken)
    {
        var unknown = key.Where(part => !known.ContainsKey((table, part))).Distinct().ToList();
        if (unknown.Count > 0)
        {
            foreach (var part in unknown.Where(part => part.Expression)) await VolatileCalls.CheckAsync(session, part.Part, cancellationToken);
            var types = await session.QueryAsync(Sql(table, unknown), Row.Read, cancellationToken, [Setting.RowSecurity]);
            foreach (var (part, type) in unknown.Zip(types)) known[(table, part)] = type.ToPart(part);
        }

        return [.. key.Select(part => known[(table, part)])];
    }

    /// <summary>A column quoted, an expression in parentheses.</summary>
    public static SqlText TextOf(KeyPart part) => part.Expression ? SqlText.Raw($"({part.Part})") : SqlText.Name(part.Part);

    private static SqlText Sql(TableName table, List<KeyPart> parts)
    {
        var rows = parts.Select((part, n) => SqlText.Of($"({n}, pg_typeof((SELECT {TextOf(part)} FROM {table} LIMIT 0))::oid)"));
        return SqlText.Of($"""
            SELECT format_type(v.type, -1), op.name, ty.typcollation <> 0, base.typname = 'citext', h.name
            FROM (VALUES {SqlText.Join(", ", rows)}) AS v(n, type)
            JOIN pg_type ty ON ty.oid = v.type
            LEFT JOIN pg_type base ON base.oid = coalesce(nullif(ty.typbasetype, 0), ty.oid)
            LEFT JOIN LATERAL (
              SELECT 'OPERATOR(' || quote_ident(n.nspname) || '.=)' AS name FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
              WHERE o.oprname = '=' AND o.oprleft = base.oid AND o.oprright = base.oid AND NOT pg_operator_is_visible(o.oid) LIMIT 1) op ON true
            LEFT JOIN LATERAL (
              SELECT p.amproc::text AS name FROM pg_opclass oc JOIN pg_am am ON am.oid = oc.opcmethod AND am.amname = 'hash'
              JOIN pg_amproc p ON p.amprocfamily = oc.opcfamily AND p.amprocnum = 1 AND p.amproclefttype = oc.opcintype
              WHERE oc.opcdefault AND oc.opcintype = CASE base.typname WHEN 'varchar' THEN 'text'::regtype::oid ELSE base.oid END LIMIT 1) h ON true
            ORDER BY v.n
            """);
    }

    private sealed record Row(string Type, string? Operator, bool Collatable, bool FoldsCase, string? Hash)
    {
        public static Row Read(NpgsqlDataReader row) => new(row.GetString(0), row.Text(1), row.GetBoolean(2), row.GetBoolean(3), row.Text(4));

        public PartSql ToPart(KeyPart part) => new(TextOf(part), Type, Operator ?? "=", part.Collation, Collatable, FoldsCase, Hash);
    }
}
