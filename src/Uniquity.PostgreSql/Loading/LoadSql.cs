using System.Text.Json;
using Uniquity.Loading;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Loading;

/// <summary>Words the statements that carry rows from staging into the table.</summary>
internal sealed class LoadSql(LoadTable table, IReadOnlyList<string> fields)
{
    /// <summary>The staging table.</summary>
    public const string Staging = "pg_temp.uniquity_load";

    private const int MostLevels = 10_000;

    /// <summary>The fields that go somewhere, by number.</summary>
    public IEnumerable<int> Loaded => Enumerable.Range(0, fields.Count).Where(number => fields[number].Length > 0 && table.Find(fields[number]) is { Generated: false });

    /// <summary>Makes the staging table.</summary>
    public string Create => $"CREATE TEMPORARY TABLE uniquity_load (n int, shape int{string.Concat(Loaded.Select(number => $", c{number} {(table.IsRecoded ? "bytea" : "text")}"))})";

    /// <summary>Fills it.</summary>
    public string Copy => $"COPY {Staging} (n, shape{string.Concat(Loaded.Select(number => $", c{number}"))}) FROM STDIN (FORMAT BINARY)";

    /// <summary>Where a conflict is arbitrated.</summary>
    public string Target => table.Arbiter is { Deferrable: false } index
        ? $"({string.Join(", ", index.Key.Select(part => part.Expression ? $"({part.Part})" : Quote.Name(part.Part)))}){(index.Filter is { } filter ? $" WHERE {filter}" : "")}"
        : "";

    /// <summary>The number of the field that a column takes; -1 where no field does.</summary>
    public int NumberOf(string column) => fields.ToList().IndexOf(column);

    /// <summary>The column that a field goes into.</summary>
    public string ColumnOf(int number) => fields[number];

    /// <summary>The typed value of a field.</summary>
    public string Value(string row, int number) => $"{(table.IsRecoded ? $"convert_from({row}.c{number}, 'UTF8')" : $"{row}.c{number}")}::{table.Find(fields[number])!.Type}";

    /// <summary>Reads a row that the server wrote as JSON, however deep a document in it goes.</summary>
    public static JsonElement Row(string json) => JsonElement.Parse(json, new JsonDocumentOptions { MaxDepth = MostLevels });

    /// <summary>The start of an INSERT, up to its rows.</summary>
    public string Into(IReadOnlyList<int> shape)
    {
        var columns = string.Join(", ", shape.Select(number => Quote.Name(fields[number])));
        var overriding = shape.Any(number => table.Find(fields[number])!.AlwaysIdentity) ? " OVERRIDING SYSTEM VALUE" : "";
        return $"INSERT INTO {table.Sql} AS t ({columns}){overriding}";
    }

    /// <summary>All rows of a shape from staging.</summary>
    public string Select(IReadOnlyList<int> shape, int shapeNumber) =>
        $"SELECT {string.Join(", ", shape.Select(number => Value("s", number)))} FROM {Staging} s WHERE s.shape = {shapeNumber}";

    /// <summary>Puts the rows of a shape in where nothing holds their keys; a first row of -1 and how many went in, then the numbers of those whose key did not go in.</summary>
    public string InsertAndTell(IReadOnlyList<int> shape, int shapeNumber)
    {
        var key = table.KeyColumns!;
        var told = string.Join(", ", key.Select((name, at) => $"t.{Quote.Name(name)} AS k{at}"));
        var same = string.Join(" AND ", key.Select((name, at) => $"w.k{at} = {Value("s", NumberOf(name))}"));
        return $"""
            WITH w AS MATERIALIZED ({Into(shape)} {Select(shape, shapeNumber)} ON CONFLICT DO NOTHING RETURNING {told})
            SELECT -1, count(*) FROM w UNION ALL SELECT s.n, 0 FROM {Staging} s WHERE s.shape = {shapeNumber} AND NOT EXISTS (SELECT FROM w WHERE {same})
            """;
    }

    /// <summary>The fields that are written over a stored row.</summary>
    public IEnumerable<int> Written(IReadOnlyList<int> shape) => shape.Where(number => table.KeyColumns?.Contains(fields[number]) != true && !table.Find(fields[number])!.AlwaysIdentity);

    /// <summary>What is written over a stored row; <see langword="null"/> where nothing is.</summary>
    public string? Upsert(IReadOnlyList<int> shape)
    {
        var kind = table.Request.OnConflict.Kind;
        if (kind is ConflictKind.Skip or ConflictKind.Stop || Target.Length == 0) return null;
        var key = table.KeyColumns ?? [];
        var set = Written(shape).Select(number => fields[number]).Select(name => $"{Quote.Name(name)} = EXCLUDED.{Quote.Name(name)}").ToList();
        if (kind == ConflictKind.Replace)
        {
            // Another primary key would make another row of it, which references to it do not know.
            var kept = shape.Select(number => fields[number]).Concat(key).Concat(table.PrimaryKey).ToHashSet(StringComparer.Ordinal);
            set.AddRange(table.Columns.Where(column => !kept.Contains(column.Name) && !column.Generated && column.Sequence is null).Select(column => $"{Quote.Name(column.Name)} = DEFAULT"));
        }

        if (set.Count == 0) return null;
        var newer = table.Request.OnConflict.Field is { } field ? $" WHERE t.{Quote.Name(field)} IS NULL OR EXCLUDED.{Quote.Name(field)} > t.{Quote.Name(field)}" : "";
        return $"ON CONFLICT {Target} DO UPDATE SET {string.Join(", ", set)}{newer}";
    }
}
