using Uniquity.Indexes;
using Uniquity.Loading;
using Uniquity.PostgreSql.Sql;
using Uniquity.Resolving;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Loading;

/// <summary>The table that is loaded, with its columns and the index of the key.</summary>
/// <param name="Request">What is loaded.</param>
/// <param name="Columns">The columns in their order.</param>
/// <param name="Arbiter">The unique index by which a record and a row are one; <see langword="null"/> where there is none.</param>
/// <param name="Partitioned">Whether its rows stand in partitions.</param>
internal sealed record LoadTable(LoadRequest Request, IReadOnlyList<LoadColumn> Columns, UniqueIndex? Arbiter, bool Partitioned)
{
    private const string ColumnsSql = """
        SELECT a.attname::text, format_type(a.atttypid, -1), a.attgenerated <> '', a.attidentity = 'a',
          CASE WHEN a.attidentity <> '' OR a.atthasdef THEN coalesce(pg_get_serial_sequence(quote_ident(n.nspname) || '.' || quote_ident(c.relname), a.attname),
            (SELECT format('%I.%I', m.nspname, s.relname) FROM pg_attrdef e JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = e.oid AND d.refclassid = 'pg_class'::regclass JOIN pg_class s ON s.oid = d.refobjid AND s.relkind = 'S' JOIN pg_namespace m ON m.oid = s.relnamespace
              WHERE e.adrelid = a.attrelid AND e.adnum = a.attnum AND coalesce(nullif(y.typbasetype, 0), y.oid) IN ('int2'::regtype, 'int4'::regtype, 'int8'::regtype, 'numeric'::regtype) LIMIT 1)) END,
          format_type(coalesce(nullif(y.typbasetype, 0), y.oid), -1), c.relkind = 'p', c.relrowsecurity,
          EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgenabled <> 'D' AND g.tgtype & 7 = 7),
          EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgenabled <> 'D' AND g.tgtype & 19 = 19),
          EXISTS (SELECT FROM pg_constraint f WHERE f.contype = 'f' AND f.conrelid = c.oid AND f.confrelid = c.oid),
          current_setting('server_encoding') NOT IN ('UTF8', 'SQL_ASCII'), a.atthasdef OR a.attidentity <> '' OR y.typdefault IS NOT NULL
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_type y ON y.oid = a.atttypid
        WHERE n.nspname = $1 AND c.relname = $2 AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
        """;

    /// <summary>Whether policies refuse some rows and not others.</summary>
    public bool HasRowSecurity { get; private init; }

    /// <summary>Whether triggers fire before a row goes in, which may leave it out without a word, or change its key.</summary>
    public bool HasTriggersBefore { get; private init; }

    /// <summary>Whether triggers fire before a row is written over, which may leave it as it is without a word.</summary>
    public bool HasTriggersBeforeUpdate { get; private init; }

    /// <summary>Whether the database keeps texts in an encoding that lacks characters of UTF-8: a record that has one is told by itself.</summary>
    public bool IsRecoded { get; private init; }

    /// <summary>Whether its rows refer to one another.</summary>
    public bool RefersToItself { get; private init; }

    /// <summary>Whether a column that a record lacks is left as it is where the record is written over a row.</summary>
    public bool KeepsMissing => Request.OnConflict.Kind is ConflictKind.Update or ConflictKind.Newer;

    /// <summary>The columns of the primary key.</summary>
    public IReadOnlyList<string> PrimaryKey => Request.Indexes.FirstOrDefault(index => index is { Primary: true, PartOf: null })?.Key.Select(part => part.Part).ToArray() ?? [];

    /// <summary>The name for a look at the rows that its unique indexes hold: those of tables that inherit from it are not among them.</summary>
    public string Rows => Partitioned ? Sql : "ONLY " + Sql;

    /// <summary>The name, quoted.</summary>
    public string Sql => Quote.Table(Request.Table);

    /// <summary>The columns of the key, where it has no expression.</summary>
    public IReadOnlyList<string>? KeyColumns => Arbiter is { } index && index.Key.All(part => !part.Expression) ? [.. index.Key.Select(part => part.Part)] : null;

    /// <summary>Reads the columns and chooses the index.</summary>
    /// <exception cref="UsageException">A field has no column, or the key no unique index.</exception>
    public static async Task<LoadTable> ReadAsync(LoadConnection connection, LoadRequest request, IReadOnlyList<string> fields, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync(
            ColumnsSql,
            row => (Column: new LoadColumn(row.GetString(0), row.GetString(1), row.GetBoolean(2), row.GetBoolean(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5), row.GetBoolean(12)), Partitioned: row.GetBoolean(6), Guarded: row.GetBoolean(7), Inserting: row.GetBoolean(8), Updating: row.GetBoolean(9), ToItself: row.GetBoolean(10), Recoded: row.GetBoolean(11)),
            cancellationToken, request.Table.Schema, request.Table.Name);
        var table = new LoadTable(request, [.. rows.Select(row => row.Column)], null, rows.Count > 0 && rows[0].Partitioned) { HasRowSecurity = rows.Exists(row => row.Guarded), HasTriggersBefore = rows.Exists(row => row.Inserting), HasTriggersBeforeUpdate = rows.Exists(row => row.Updating), RefersToItself = rows.Exists(row => row.ToItself), IsRecoded = rows.Exists(row => row.Recoded) };
        if (request.FieldsAreFixed)
        {
            foreach (var field in fields.Where(field => field.Length > 0)) table.Check(field);
        }

        return table with { Arbiter = Choose(request, fields) };
    }

    /// <summary>The column of a name.</summary>
    public LoadColumn? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);

    private void Check(string field)
    {
        if (Find(field) is { } column)
        {
            if (column.Generated) throw new UsageException($"{field} of {Request.Table} is generated and takes no value; nearest right call: --map {field}=");
            return;
        }

        var near = NearestName.Find(field, Columns.Select(known => known.Name));
        throw new UsageException($"{Request.Table} has no column {field}; nearest right call: --map {field}={near ?? ""}{(near is null ? " (to leave it out)" : "")}");
    }

    private static UniqueIndex? Choose(LoadRequest request, IReadOnlyList<string> fields) =>
        new KeyChoice(StringComparer.Ordinal, Quote.Table).Choose(request, fields) is { } chosen ? Usable(request, chosen, request.OnConflict.Kind) : null;

    private static UniqueIndex Usable(LoadRequest request, UniqueIndex index, ConflictKind kind) => index.Deferrable && kind is not (ConflictKind.Stop or ConflictKind.Skip)
        ? throw new RefusedException($"{index.Name} of {request.Table} is deferrable, and PostgreSQL takes no deferrable constraint for ON CONFLICT: load with --on-conflict skip, or make it not deferrable")
        : index;
}
