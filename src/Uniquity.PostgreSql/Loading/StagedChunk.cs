using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Uniquity.Loading;

namespace Uniquity.PostgreSql.Loading;

/// <summary>A chunk on its way into the staging table: which records can go, in which shape, and which cannot.</summary>
internal sealed class StagedChunk
{
    private const long MostPrepared = 16L << 20;
    private readonly LoadTable table;
    private readonly IReadOnlyList<string> fields;
    private readonly int[] shapeOf;

    /// <summary>Looks at every record.</summary>
    public StagedChunk(LoadTable table, LoadChunk chunk)
    {
        (this.table, fields, Records) = (table, chunk.Fields, chunk.Records);
        shapeOf = new int[Records.Count];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var shapes = new List<IReadOnlyList<int>>();
        var mask = new char[fields.Count];
        for (var at = 0; at < Records.Count; at++)
        {
            shapeOf[at] = -1;
            if (Fault(Records[at]) is { } fault)
            {
                Rejects.Add(new(Records[at].Line, "record", fault, Records[at]));
                continue;
            }

            for (var field = 0; field < mask.Length; field++) mask[field] = fields[field].Length > 0 && Records[at][field].Kind != LoadValueKind.Missing ? '1' : '0';
            var text = new string(mask);
            if (!known.TryGetValue(text, out var shape))
            {
                shape = known[text] = shapes.Count;
                shapes.Add([.. Enumerable.Range(0, mask.Length).Where(field => mask[field] == '1')]);
            }

            shapeOf[at] = shape;
            Rows++;
        }

        Shapes = shapes;
    }

    /// <summary>All records.</summary>
    public IReadOnlyList<LoadRecord> Records { get; }

    /// <summary>The sets of fields that its records have.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Shapes { get; }

    /// <summary>Records that cannot go.</summary>
    public List<LoadReject> Rejects { get; } = [];

    /// <summary>Records that can.</summary>
    public int Rows { get; private set; }

    /// <summary>Whether every record has the whole key, and, where that matters, none stands twice as it is written.</summary>
    public bool HasPlainKeys(IReadOnlyList<string> key, bool mayRepeat)
    {
        var numbers = key.Select(name => fields.ToList().IndexOf(name)).ToArray();
        if (numbers.Contains(-1)) return false;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < Records.Count; at++)
        {
            if (shapeOf[at] < 0) continue;
            if (Array.Exists(numbers, number => Records[at][number].Text is null)) return false;
            if (!mayRepeat && !seen.Add(numbers.Length == 1 ? Records[at][numbers[0]].Text! : string.Join('\0', numbers.Select(number => $"{Records[at][number].Text!.Length}:{Records[at][number].Text}")))) return false;
        }

        return true;
    }

    /// <summary>The greatest number of a field among the records that were not rejected.</summary>
    public long? Greatest(int field, IReadOnlySet<long> rejected)
    {
        long? most = null;
        foreach (var record in Records)
        {
            if (record.Fault is null && !rejected.Contains(record.Line) && long.TryParse(record[field].Text, System.Globalization.CultureInfo.InvariantCulture, out var value) && !(value <= most)) most = value;
        }

        return most;
    }

    /// <summary>The records as bytes; <see langword="null"/> where they are too long to stand in memory twice.</summary>
    public CopyBytes? Encode(LoadSql sql)
    {
        var size = 0L;
        foreach (var record in Records)
        {
            foreach (var value in record.Values) size += value.Text?.Length ?? 0;
        }

        if (size > MostPrepared) return null;
        var columns = sql.Loaded.Select(number => (Number: number, Column: table.Find(fields[number]))).ToArray();
        var bytes = new CopyBytes();
        for (var at = 0; at < Records.Count; at++)
        {
            if (shapeOf[at] < 0) continue;
            bytes.Row(columns.Length + 2);
            bytes.Write(at);
            bytes.Write(shapeOf[at]);
            foreach (var (number, column) in columns) bytes.Write(Text(Records[at][number], column));
        }

        bytes.End();
        return bytes;
    }

    /// <summary>Copies the records.</summary>
    public async Task CopyAsync(NpgsqlBinaryImporter copy, LoadSql sql, CancellationToken cancellationToken)
    {
        var columns = sql.Loaded.Select(number => (Number: number, Column: table.Find(fields[number]))).ToArray();
        for (var at = 0; at < Records.Count; at++)
        {
            if (shapeOf[at] < 0) continue;
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(at, NpgsqlDbType.Integer, cancellationToken);
            await copy.WriteAsync(shapeOf[at], NpgsqlDbType.Integer, cancellationToken);
            foreach (var (number, column) in columns)
            {
                if (Text(Records[at][number], column) is { } text) await copy.WriteAsync(text, NpgsqlDbType.Text, cancellationToken);
                else await copy.WriteNullAsync(cancellationToken);
            }
        }
    }

    private static string? Text(LoadValue value, LoadColumn? column) => value.Kind switch
    {
        LoadValueKind.Binary => @"\x" + value.Text,
        LoadValueKind.Text when column is { IsJson: true } => value.Text,
        LoadValueKind.Number when column is { IsWhole: true } && value.Text!.EndsWith(".0", StringComparison.Ordinal) => value.Text[..^2],
        _ => value.Text,
    };

    private string? Fault(LoadRecord record)
    {
        if (record.Fault is { } fault) return fault;
        var any = false;
        for (var field = 0; field < record.Values.Length; field++)
        {
            var value = record.Values[field];
            if (fields[field].Length == 0 || value.Kind == LoadValueKind.Missing) continue;
            any = true;
            if (table.Find(fields[field]) is not { Generated: false }) return $"{table.Request.Table} has no column {fields[field]} that can be written";
            if (value.Text?.Contains('\0', StringComparison.Ordinal) == true) return $"{fields[field]} holds a NUL character, which PostgreSQL cannot keep";

            // A text of JSON stays a text in a column of JSON; what CSV brings is JSON already.
            if (value.Kind == LoadValueKind.Text && table.Request.IsJson && table.Find(fields[field])!.IsJson) record.Values[field] = new(LoadValueKind.Json, "\"" + JsonEncodedText.Encode(value.Text!) + "\"");
        }

        return any ? null : "it has no field that the table has";
    }
}
