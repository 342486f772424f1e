using Uniquity.Indexes;
using Uniquity.Loading;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Loading;

/// <summary>The table that is loaded, with the index of the key.</summary>
/// <param name="Request">What is loaded.</param>
/// <param name="Table">Its columns.</param>
/// <param name="Arbiter">The unique index by which a record and a row are one; <see langword="null"/> where there is none.</param>
internal sealed record LoadTable(LoadRequest Request, SqliteTable Table, UniqueIndex? Arbiter)
{
    /// <summary>Whether the table itself says what a conflict does (ON CONFLICT REPLACE would remove rows): a load overrides that.</summary>
    public bool HasConflictClause { get; private init; }

    /// <summary>Whether triggers fire: what they did for a row that is refused after all has to be taken back.</summary>
    public bool HasTriggers { get; private init; }

    /// <summary>Whether triggers fire before a row goes in, which may leave it out, or act although it is then not taken.</summary>
    public bool HasTriggersBefore { get; private init; }

    /// <summary>Whether a record can end, or hold up, the transaction that others are in: each chunk is then one of its own.</summary>
    public bool StandsAlone => HasTriggers || HasReferences;

    /// <summary>Whether its rows refer to one another.</summary>
    public bool RefersToItself { get; private init; }

    /// <summary>The numbers of the fields that are the key; -1 where the file has none for a part.</summary>
    public IEnumerable<int> KeyFields(IReadOnlyList<string> fields) =>
        Arbiter is null ? [] : Arbiter.Key.Select(part => part.Expression ? -1 : fields.ToList().FindIndex(field => SqliteName.Same(field, part.Part)));

    /// <summary>Whether it refers to other tables.</summary>
    public bool HasReferences { get; private init; }

    /// <summary>Reads the columns and chooses the index.</summary>
    /// <exception cref="UsageException">A field has no column, or the key no unique index.</exception>
    public static async Task<LoadTable> ReadAsync(SqliteSession session, LoadRequest request, IReadOnlyList<string> fields, CancellationToken cancellation)
    {
        var catalogue = new SqliteCatalogue(session);
        var table = await catalogue.GetTableAsync(request.Table, cancellation);
        if (request.FieldsAreFixed) Check(request, table, fields);
        if (request.OnConflict.Field is { } newer) CheckNewer(request, table, fields, newer);
        var statements = await session.QueryAsync(
            new SqlText().Add("SELECT type, sql FROM sqlite_master WHERE type IN ('table', 'trigger') AND lower(tbl_name) = lower(").Value(table.Name.Name).Add(")"),
            row => (Trigger: row.GetString(0) == "trigger", Tokens: SqlTokenizer.Tokenize(row.GetString(1))), cancellation);
        var triggers = statements.Where(statement => statement.Trigger).Select(statement => statement.Tokens.TakeWhile(token => !token.Is("ON")).ToList()).Where(head => !head.Exists(token => token.Is("DELETE"))).ToList();
        var references = await session.NumberAsync(new SqlText().Add("SELECT count(*) FROM pragma_foreign_key_list(").Value(table.Name.Name).Add(")"), cancellation);
        var itself = await session.NumberAsync(new SqlText().Add("SELECT count(*) FROM pragma_foreign_key_list(").Value(table.Name.Name).Add(") WHERE lower(\"table\") = lower(").Value(table.Name.Name).Add(")"), cancellation);
        return new(request, table, new KeyChoice(StringComparer.OrdinalIgnoreCase, name => SqliteName.Quote(name.Name)).Choose(request, fields))
        {
            HasConflictClause = statements.Exists(statement => !statement.Trigger && statement.Tokens.Zip(statement.Tokens.Skip(1)).Any(pair => pair.First.Is("ON") && pair.Second.Is("CONFLICT"))),
            HasReferences = references > 0,
            RefersToItself = itself > 0,
            HasTriggers = triggers.Count > 0,
            HasTriggersBefore = triggers.Exists(head => head.Exists(token => token.Is("INSERT")) && !head.Exists(token => token.Is("AFTER"))),
        };
    }

    private static void Check(LoadRequest request, SqliteTable table, IReadOnlyList<string> fields)
    {
        foreach (var field in fields.Where(field => field.Length > 0))
        {
            if (table.Find(field) is { } column)
            {
                if (column.Generated) throw new UsageException($"{field} of {request.Table} is generated and takes no value; nearest right call: --map {field}=");
                continue;
            }

            var near = NearestName.Find(field, table.Columns.Select(known => known.Name));
            throw new UsageException($"{request.Table} has no column {field}; nearest right call: --map {field}={near ?? ""}{(near is null ? " (to leave it out)" : "")}");
        }

        if (fields.Where(field => field.Length > 0).GroupBy(SqliteName.Fold, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) throw new UsageException($"{string.Join(" and ", twice)} are one column to SQLite: leave one out with --map FIELD=");
    }

    private static void CheckNewer(LoadRequest request, SqliteTable table, IReadOnlyList<string> fields, string field)
    {
        if (table.Find(field) is null) throw new UsageException($"{request.Table} has no column {field}; nearest right call: --on-conflict newer:{NearestName.Find(field, table.Columns.Select(column => column.Name)) ?? "COLUMN"}");
        if (request.FieldsAreFixed && !fields.Contains(field, StringComparer.OrdinalIgnoreCase)) throw new UsageException($"the file has no column {field}, so nobody knows which record is newer; nearest right call: --on-conflict update");
    }
}
