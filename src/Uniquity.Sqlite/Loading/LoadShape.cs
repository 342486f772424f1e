using Uniquity.Indexes;
using Uniquity.Loading;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Loading;

/// <summary>The statements for all records that have the same fields.</summary>
internal sealed class LoadShape : IDisposable
{
    private readonly LoadConnection connection;
    private readonly LoadSql sql;
    private readonly IReadOnlyList<string> fields;
    private readonly bool[] has;
    private readonly (int Field, SqliteColumn Column)[] places;
    private readonly Dictionary<string, LoadStatement?> holders = new(StringComparer.Ordinal);
    private readonly bool upserts;
    private LoadStatement? insert;
    private LoadStatement? upsert;
    private LoadStatement? older;

    private LoadShape(LoadConnection connection, LoadSql sql, IReadOnlyList<string> fields, bool[] has, (int, SqliteColumn)[] places) => (this.connection, this.sql, this.fields, this.has, this.places, upserts) = (connection, sql, fields, has, places, sql.Upsert is not null);

    /// <summary>Why no record of this shape can go in.</summary>
    public string? Fault { get; private init; }

    /// <summary>Puts a row in.</summary>
    public LoadStatement Insert => insert ??= connection.Prepare(sql.Insert);

    /// <summary>Writes over a row.</summary>
    public LoadStatement? Upsert => upserts ? upsert ??= connection.Prepare(sql.Upsert!) : null;

    /// <summary>Makes the statements for a record like this one.</summary>
    public static LoadShape Of(LoadRecord record, LoadConnection connection, LoadTable table, IReadOnlyList<string> fields)
    {
        var given = new bool[fields.Count];
        var found = new List<(int Field, SqliteColumn Column)>();
        string? fault = null;
        for (var field = 0; field < given.Length; field++)
        {
            given[field] = record[field].Kind != LoadValueKind.Missing;
            if (!given[field] || fields[field].Length == 0) continue;
            if (table.Table.Find(fields[field]) is not { Generated: false } column) fault ??= $"{table.Request.Table} has no column {fields[field]} that can be written";
            else if (found.Exists(place => place.Column == column)) fault ??= $"two of its fields go into the column {column.Name}";
            else found.Add((field, column));
        }

        if (found.Count == 0) fault ??= "it has no field that the table has";
        return new(connection, new(table, [.. found.Select(place => place.Column)]), fields, given, [.. found]) { Fault = fault };
    }

    /// <summary>Whether a record has these fields and no others.</summary>
    public bool Fits(LoadRecord record)
    {
        var values = record.Values;
        for (var field = 0; field < has.Length; field++)
        {
            if (has[field] != (field < values.Length && values[field].Kind != LoadValueKind.Missing)) return false;
        }

        for (var field = has.Length; field < values.Length; field++)
        {
            if (values[field].Kind != LoadValueKind.Missing) return false;
        }

        return true;
    }

    /// <summary>Binds a record to a statement.</summary>
    public void Bind(LoadStatement statement, LoadRecord record)
    {
        for (var at = 0; at < places.Length && at < statement.Parameters; at++) statement.Bind(at + 1, record.Values[places[at].Field], places[at].Column);
    }

    /// <summary>Tells whether the row that holds the key is to be written over.</summary>
    public LoadStatement Older(UniqueIndex index) => older ??= connection.Prepare(sql.Older(index));

    /// <summary>The field that goes into a column, as the file has it: names of SQLite have no case.</summary>
    public string FieldOf(string column) => Array.Find(places, place => SqliteName.Same(place.Column.Name, column)) is { Column: not null } found ? fields[found.Field] : column;

    /// <summary>What finds the row that holds the key of an index; <see langword="null"/> where the record does not tell the key.</summary>
    public LoadStatement? Holder(UniqueIndex index)
    {
        if (holders.TryGetValue(index.Name, out var known)) return known;
        try
        {
            return holders[index.Name] = connection.Prepare(sql.Holder(index));
        }
        catch (SqliteRefusal)
        {
            // A key over something that only the table has.
            return holders[index.Name] = null;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        insert?.Dispose();
        upsert?.Dispose();
        older?.Dispose();
        foreach (var holder in holders.Values) holder?.Dispose();
    }
}
