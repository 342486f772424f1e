using Npgsql;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Indexes;

/// <summary>Finds the table that a person typed or that an error printed.</summary>
/// <remarks>
/// An error prints names without quotes, a person may or may not quote: a spelling that stands in the catalogue wins over
/// its lower case, a schema of the search path over others, and what is then still ambiguous is said.
/// </remarks>
internal sealed class TableFinder(Session session)
{
    /// <summary>Finds it.</summary>
    /// <exception cref="UsageException">The name is ambiguous, or is a view's.</exception>
    public async Task<TableName?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var candidates = Readings(name).ToList();
        var names = candidates.Select(candidate => candidate.Name).Distinct(StringComparer.Ordinal).Select(text => SqlText.Value(text));
        var found = await session.QueryAsync(SqlText.Of($"""
            SELECT n.nspname::text, c.relname::text, c.relkind::text, pg_table_is_visible(c.oid)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relname IN ({SqlText.Join(", ", names)}) AND c.relkind IN ('r', 'p', 'm', 'v', 'f') AND NOT pg_is_other_temp_schema(n.oid)
            ORDER BY 1
            """), Relation.Read, cancellationToken);
        foreach (var candidate in candidates)
        {
            var matches = found.Where(relation => relation.Name.Name == candidate.Name && (candidate.Schema is null || relation.Name.Schema == candidate.Schema)).ToList();
            if (matches.Count > 0) return Choose(matches, name);
        }

        return null;
    }

    /// <summary>What the text can mean, the likelier first.</summary>
    private static IEnumerable<TableName> Readings(string text)
    {
        text = text.Trim();
        if (NameReader.Read(text) is { } parts)
        {
            // database.schema.table: the database is the one that we are in.
            if (parts.Count == 3) parts = [.. parts.Skip(1)];
            if (parts.Count == 1)
            {
                foreach (var name in parts[0].Spellings) yield return new(Schema: null, name);
            }
            else if (parts.Count == 2)
            {
                foreach (var schema in parts[0].Spellings)
                {
                    foreach (var name in parts[1].Spellings) yield return new(schema, name);
                }
            }
        }

        // A name with a dot, a space or a quote in it, as an error prints it.
        var whole = Quote.Truncate(text);
        yield return new(Schema: null, whole);
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0) yield return new(text[..dot].Trim('"'), Quote.Truncate(text[(dot + 1)..].Trim('"')));
    }

    private static TableName Choose(List<Relation> matches, string typed)
    {
        var visible = matches.Where(match => match.Visible).ToList();
        if (visible.Count > 0) matches = visible;
        var tables = matches.Where(match => match.Kind is 'r' or 'p' or 'm').ToList();
        if (tables.Count == 0) throw new UsageException(NotATable(matches[0]));
        if (tables.Count == 1) return tables[0].Name;
        var names = tables.Select(table => Quote.Table(table.Name)).ToList();
        throw new UsageException($"{typed} is ambiguous: it is in the schemas {string.Join(", ", tables.Select(table => table.Name.Schema))}. Say which: --on {names[0]}");
    }

    private static string NotATable(Relation relation) => relation.Kind == 'v'
        ? $"{relation.Name} is a view, and a view has no unique index: name the table under it."
        : $"{relation.Name} is a foreign table: its unique indexes are kept by the server where the table is, so connect there.";

    private sealed record Relation(TableName Name, char Kind, bool Visible)
    {
        public static Relation Read(NpgsqlDataReader row) =>
            new(new(row.GetString(0), row.GetString(1)), row.GetString(2)[0], row.GetBoolean(3));
    }
}
