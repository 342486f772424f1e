using System.Globalization;
using System.Text;
using Uniquity.Loading;
using Uniquity.PostgreSql.Sql;

namespace Uniquity.PostgreSql.Loading;

/// <summary>Words the statements that carry rows from staging into the table.</summary>
internal sealed class LoadSql(LoadTable table, IReadOnlyList<string> fields)
{
    /// <summary>The staging table.</summary>
    public const string Staging = "pg_temp.uniquity_load";

    /// <summary>The fields that go somewhere, by number.</summary>
    public IEnumerable<int> Loaded => Enumerable.Range(0, fields.Count).Where(number => fields[number].Length > 0 && table.Find(fields[number]) is { Generated: false });

    /// <summary>Makes the staging table.</summary>
    public string Create => $"CREATE TEMPORARY TABLE uniquity_load (n int, shape int{string.Concat(Loaded.Select(number => $", c{number} text"))})";

    /// <summary>Fills it.</summary>
    public string Copy => $"COPY {Staging} (n, shape{string.Concat(Loaded.Select(number => $", c{number}"))}) FROM STDIN (FORMAT BINARY)";

    /// <summary>Where a conflict is arbitrated.</summary>
    public string Target => table.Arbiter is { Deferrable: false } index
        ? $"({string.Join(", ", index.Key.Select(part => part.Expression ? $"({part.Part})" : Quote.Name(part.Part)))}){(index.Filter is { } filter ? $" WHERE {filter}" : "")}"
        : "";

    /// <summary>The number of the field that a column takes; -1 where no field does.</summary>
    public int NumberOf(string column) => fields.ToList().IndexOf(column);

    /// <summary>The typed value of a field.</summary>
    public string Value(string row, int number)
    {
        var column = table.Find(fields[number])!;
        var value = $"{row}.c{number}";
        return column.IsArray && table.Request.IsJson
            ? $"(CASE WHEN {value} LIKE '[%' THEN ARRAY(SELECT jsonb_array_elements_text({value}::jsonb))::text ELSE {value} END)::{column.Type}"
            : $"{value}::{column.Type}";
    }

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

    /// <summary>What is written over a stored row; <see langword="null"/> where nothing is.</summary>
    public string? Upsert(IReadOnlyList<int> shape)
    {
        var kind = table.Request.OnConflict.Kind;
        if (kind is ConflictKind.Skip or ConflictKind.Stop || Target.Length == 0) return null;
        var key = table.KeyColumns ?? [];
        var set = shape.Select(number => fields[number]).Where(name => !key.Contains(name) && !table.Find(name)!.AlwaysIdentity).Select(name => $"{Quote.Name(name)} = EXCLUDED.{Quote.Name(name)}").ToList();
        if (kind == ConflictKind.Replace)
        {
            var given = shape.Select(number => fields[number]).ToHashSet(StringComparer.Ordinal);
            set.AddRange(table.Columns.Where(column => !given.Contains(column.Name) && !column.Generated && column.Sequence is null && !key.Contains(column.Name)).Select(column => $"{Quote.Name(column.Name)} = DEFAULT"));
        }

        if (set.Count == 0) return null;
        var newer = table.Request.OnConflict.Field is { } field ? $" WHERE t.{Quote.Name(field)} IS NULL OR EXCLUDED.{Quote.Name(field)} > t.{Quote.Name(field)}" : "";
        return $"ON CONFLICT {Target} DO UPDATE SET {string.Join(", ", set)}{newer}";
    }

    /// <summary>The function that takes row after row, and tells of each what became of it.</summary>
    public string RowFunction(IReadOnlyList<IReadOnlyList<int>> shapes)
    {
        var skips = table.Request.OnConflict.Kind != ConflictKind.Stop && Target.Length > 0;
        var body = new StringBuilder();
        for (var number = 0; number < shapes.Count; number++)
        {
            var insert = $"{Into(shapes[number])} VALUES ({string.Join(", ", shapes[number].Select(field => Value("r", field)))})";
            body.Append(CultureInfo.InvariantCulture, $"IF r.shape = {number} THEN\n{insert}{(skips ? $" ON CONFLICT {Target} DO NOTHING" : "")};\nGET DIAGNOSTICS c = ROW_COUNT; outcome := CASE c WHEN 0 THEN 's' ELSE 'i' END;\n");
            if (Upsert(shapes[number]) is { } upsert) body.Append(CultureInfo.InvariantCulture, $"IF c = 0 THEN {insert} {upsert}; GET DIAGNOSTICS c = ROW_COUNT; outcome := CASE c WHEN 0 THEN 's' ELSE 'u' END; END IF;\n");
            if (table.HasTriggersBefore && Held(shapes[number]) is { } held) body.Append(CultureInfo.InvariantCulture, $"IF c = 0 AND NOT {held} THEN outcome := 'r'; message := 'a trigger left it out'; END IF;\n");
            body.Append("END IF;\n");
        }

        // What concerns the server and not the row ends the whole chunk.
        var fence = Fence(body.ToString());
        return $"""
            CREATE OR REPLACE FUNCTION pg_temp.uniquity_rows(chosen int[]) RETURNS TABLE (n int, outcome text, state text, message text, detail text, cons text, col text) LANGUAGE plpgsql AS {fence}
            #variable_conflict use_column
            DECLARE r record; c int;
            BEGIN
            FOR r IN SELECT s.* FROM {Staging} s WHERE chosen IS NULL OR s.n IN (SELECT unnest(chosen)) ORDER BY s.n LOOP
            n := r.n; state := NULL; message := NULL; detail := NULL; cons := NULL; col := NULL;
            BEGIN
            {body}EXCEPTION WHEN OTHERS THEN
            IF left(SQLSTATE, 2) NOT IN ('21', '22', '23', '44', '54', 'P0'){(table.HasRowSecurity ? " AND SQLSTATE <> '42501'" : "")} THEN RAISE; END IF;
            GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, cons = CONSTRAINT_NAME, col = COLUMN_NAME;
            outcome := 'r';
            END;
            RETURN NEXT;
            END LOOP;
            END {fence}
            """;
    }

    /// <summary>What ends the text of a function, which no name inside it may hold.</summary>
    private static string Fence(string text)
    {
        var fence = "$uniquity$";
        for (var number = 1; text.Contains(fence, StringComparison.Ordinal); number++) fence = string.Create(CultureInfo.InvariantCulture, $"$uniquity{number}$");
        return fence;
    }

    /// <summary>Whether the key of a record is in the table; <see langword="null"/> where the record does not tell.</summary>
    private string? Held(IReadOnlyList<int> shape)
    {
        if (Target.Length == 0) return "false";
        if (table.KeyColumns is not { } key || !key.All(name => shape.Contains(NumberOf(name)))) return null;
        var filter = table.Arbiter!.Filter is { } partial ? $" AND ({partial})" : "";
        var same = string.Join(" AND ", key.Select(name => $"t.{Quote.Name(name)} IS NOT DISTINCT FROM {Value("r", NumberOf(name))}"));
        return $"EXISTS (SELECT FROM {table.Sql} t WHERE {same}{filter})";
    }
}
