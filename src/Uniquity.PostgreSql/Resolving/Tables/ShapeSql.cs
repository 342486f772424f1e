using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Resolving.Tables;

/// <summary>The questions to the catalogue.</summary>
internal static class ShapeSql
{
    /// <summary>Kind, security, triggers and privileges of a table.</summary>
    public static SqlText Head(TableName table) => SqlText.Of($"""
        SELECT c.oid::bigint, c.relkind::text, c.relispartition,
          c.relkind = 'r' AND EXISTS (SELECT FROM pg_inherits h WHERE h.inhparent = c.oid),
          row_security_active(c.oid),
          EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type IN ('2', '3', '4') AND r.ev_enabled <> 'D'),
          (SELECT coalesce(json_agg(t.tgname::text ORDER BY t.tgname), '[]') FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND t.tgenabled <> 'D')::text,
          (SELECT coalesce(json_agg(p ORDER BY p), '[]') FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS p WHERE NOT has_table_privilege(c.oid, p))::text
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = {SqlText.Value(table.Schema)} AND c.relname = {SqlText.Value(table.Name)}
        """);

    /// <summary>The columns; equality of the listed types is sameness, where their collation tells all bytes apart.</summary>
    public static SqlText Columns(long table) => SqlText.Of($"""
        SELECT a.attname::text, format_type(a.atttypid, -1), format_type(a.atttypid, a.atttypmod), a.attgenerated <> '', a.attidentity <> '',
          coalesce(nullif(ty.typbasetype, 0), ty.oid) IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'uuid'::regtype, 'oid'::regtype, 'bool'::regtype, 'date'::regtype,
            'timestamp'::regtype, 'timestamptz'::regtype, 'bytea'::regtype, 'text'::regtype, 'varchar'::regtype) AND coalesce(col.collisdeterministic, true),
          ty.typcategory = 'A'
        FROM pg_attribute a JOIN pg_type ty ON ty.oid = a.atttypid LEFT JOIN pg_collation col ON col.oid = nullif(a.attcollation, 0)
        WHERE a.attrelid = {table} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
        """);

    /// <summary>The unique indexes; the columns of those that tell every row apart come last.</summary>
    public static SqlText UniqueKeys(long table, int version) => SqlText.Of($"""
        SELECT i.relname::text,
          (SELECT json_agg(CASE WHEN x.indkey[n - 1] = 0 THEN '(' || pg_get_indexdef(i.oid, n, false) || ')' ELSE pg_get_indexdef(i.oid, n, false) END || {Collate} ORDER BY n)
           FROM generate_series(1, x.indnkeyatts) AS n)::text,
          pg_get_expr(x.indpred, x.indrelid), {SqlText.Raw(version >= 15 ? "x.indnullsnotdistinct" : "false")},
          (SELECT json_agg(DISTINCT a.attname::text) FROM pg_attribute a WHERE a.attrelid = x.indrelid AND a.attnum > 0 AND (a.attnum = ANY (x.indkey)
             OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = i.oid AND d.refclassid = 'pg_class'::regclass
                        AND d.refobjid = x.indrelid AND d.refobjsubid = a.attnum)))::text,
          x.indisprimary,
          CASE WHEN x.indpred IS NULL AND x.indexprs IS NULL AND x.indisvalid AND x.indimmediate AND NOT EXISTS (
              SELECT FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, n) JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum
              WHERE k.n <= x.indnkeyatts AND NOT a.attnotnull)
            THEN (SELECT json_agg(a.attname::text ORDER BY k.n) FROM unnest(x.indkey::int2[]) WITH ORDINALITY AS k(attnum, n)
                  JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = k.attnum WHERE k.n <= x.indnkeyatts)::text END
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
        WHERE x.indrelid = {table} AND x.indisunique AND x.indisready ORDER BY NOT x.indisprimary, i.relname
        """);

    /// <summary>The foreign keys on one side of a table; those that partitions inherit are their parent's.</summary>
    public static SqlText References(string side, long table) => SqlText.Of($"""
        SELECT c.conname::text, cn.nspname::text, ct.relname::text, {Names("conrelid", "conkey")}, pn.nspname::text, pt.relname::text, {Names("confrelid", "confkey")},
          (SELECT json_agg('OPERATOR(' || quote_ident(n.nspname) || '.' || o.oprname || ')' ORDER BY k.n) FROM unnest(c.conpfeqop) WITH ORDINALITY AS k(op, n)
           JOIN pg_operator o ON o.oid = k.op JOIN pg_namespace n ON n.oid = o.oprnamespace)::text,
          (SELECT json_agg(CASE WHEN pa.attcollation = 0 OR pa.attcollation = ca.attcollation THEN '' ELSE
             (SELECT quote_ident(n.nspname) || '.' || quote_ident(col.collname) FROM pg_collation col JOIN pg_namespace n ON n.oid = col.collnamespace WHERE col.oid = pa.attcollation) END ORDER BY k.n)
           FROM unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(child, parent, n)
           JOIN pg_attribute ca ON ca.attrelid = c.conrelid AND ca.attnum = k.child JOIN pg_attribute pa ON pa.attrelid = c.confrelid AND pa.attnum = k.parent)::text,
          EXISTS (SELECT FROM pg_index x WHERE x.indrelid = c.conrelid AND x.indisvalid AND x.indpred IS NULL
            AND (x.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)
        FROM pg_constraint c
        JOIN pg_class ct ON ct.oid = c.conrelid JOIN pg_namespace cn ON cn.oid = ct.relnamespace
        JOIN pg_class pt ON pt.oid = c.confrelid JOIN pg_namespace pn ON pn.oid = pt.relnamespace
        WHERE c.contype = 'f' AND c.conparentid = 0 AND c.{SqlText.Raw(side)} = {table} ORDER BY 2, 3, 1
        """);

    private static SqlText Collate { get; } = SqlText.Raw("""
        coalesce((SELECT ' COLLATE ' || quote_ident(cn.nspname) || '.' || quote_ident(col.collname)
          FROM pg_collation col JOIN pg_namespace cn ON cn.oid = col.collnamespace WHERE col.oid = nullif(x.indcollation[n - 1], 0)), '')
        """);

    private static SqlText Names(string relation, string columns) => SqlText.Raw($"""
        (SELECT json_agg(a.attname::text ORDER BY k.n) FROM unnest(c.{columns}) WITH ORDINALITY AS k(attnum, n)
         JOIN pg_attribute a ON a.attrelid = c.{relation} AND a.attnum = k.attnum)::text
        """);
}
