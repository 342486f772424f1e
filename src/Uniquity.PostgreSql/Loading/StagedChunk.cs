using System.Globalization;
using System.Text;
using System.Text.Json;
using Uniquity.Indexes;
using Uniquity.Loading;

namespace Uniquity.PostgreSql.Loading;

/// <summary>A chunk on its way into the staging table: which records can go, in which shape, and which cannot.</summary>
internal sealed class StagedChunk
{
    private readonly LoadTable table;
    private readonly IReadOnlyList<string> fields;
    private readonly LoadColumn?[] columns;
    private readonly int[] shapeOf;

    // As PostgreSQL writes them; a reject shows what the file has.
    private readonly Dictionary<(int, int), byte[]> arrays = [];

    /// <summary>Looks at every record.</summary>
    public StagedChunk(LoadTable table, LoadChunk chunk)
    {
        (this.table, fields, Records) = (table, chunk.Fields, chunk.Records);
        columns = [.. fields.Select(table.Find)];
        shapeOf = new int[Records.Count];
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var shapes = new List<IReadOnlyList<int>>();
        var (mask, shape) = (new char[fields.Count], -1);
        for (var at = 0; at < Records.Count; at++)
        {
            shapeOf[at] = -1;
            if (Fault(at) is { } fault)
            {
                Rejects.Add(new(Records[at].Line, "record", fault, Records[at]));
                continue;
            }

            // Most records have the shape of the one before.
            if (IsOther(mask, Records[at]) || shape < 0)
            {
                var text = new string(mask);
                if (!known.TryGetValue(text, out shape))
                {
                    shape = known[text] = shapes.Count;
                    shapes.Add([.. Enumerable.Range(0, mask.Length).Where(field => mask[field] == '1')]);
                }
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
            if (Array.Exists(numbers, number => !Records[at][number].HasText)) return false;
            if (mayRepeat) continue;
            if ((Shapes.Count == 1 ? KeyOf(Records[at], numbers) : ExactKey(at, numbers)) is not { } text || !seen.Add(text)) return false;
        }

        return true;
    }

    /// <summary>Whether a key stands twice, and what other unique indexes are over differs.</summary>
    public bool RepeatsDiffer(IReadOnlyList<string> key, IReadOnlyList<KeyPart> others)
    {
        var numbers = key.Select(name => fields.ToList().IndexOf(name)).ToArray();
        var compared = Enumerable.Range(0, fields.Count).Where(number => others.Any(part => part.Expression || part.Part == fields[number])).ToArray();
        if (compared.Length == 0 || !MayRepeat(numbers)) return false;
        var firsts = new Dictionary<string, LoadRecord>(StringComparer.Ordinal);
        for (var at = 0; at < Records.Count; at++)
        {
            var record = Records[at];
            if (shapeOf[at] < 0 || firsts.TryAdd(KeyOf(record, numbers), record)) continue;
            var first = firsts[KeyOf(record, numbers)];
            if (Array.Exists(compared, number => first[number] != record[number])) return true;
        }

        return false;
    }

    // Most chunks repeat no key, and texts of all of them cost more than their hashes.
    private bool MayRepeat(int[] numbers)
    {
        var seen = new HashSet<int>(Records.Count);
        for (var at = 0; at < Records.Count; at++)
        {
            if (shapeOf[at] < 0) continue;
            var hash = default(HashCode);
            foreach (var number in numbers) hash.AddBytes(Records[at][number].Utf8.Span);
            if (!seen.Add(hash.ToHashCode())) return true;
        }

        return false;
    }

    // Where one statement writes all rows, the server refuses a key that stands twice in it. Several statements change the order of the file, so no two of their keys may be one in another spelling.
    private string? ExactKey(int at, int[] numbers)
    {
        if (table.Arbiter?.Collation is not null) return null;
        var parts = new List<string>();
        foreach (var number in numbers)
        {
            var text = Encoding.UTF8.GetString(Digits(Records[at][number], columns[number]).Span);
            var part = columns[number]!.Base switch
            {
                "text" or "character varying" => text,
                "smallint" or "integer" or "bigint" when long.TryParse(text, CultureInfo.InvariantCulture, out var whole) => whole.ToString(CultureInfo.InvariantCulture),
                "uuid" when Guid.TryParse(text, out var id) => id.ToString(),
                _ => null,
            };
            if (part is null) return null;
            parts.Add($"{part.Length}:{part}");
        }

        return string.Join('\0', parts);
    }

    private static string KeyOf(LoadRecord record, int[] numbers) => numbers.Length == 1 ? record[numbers[0]].Text! : string.Join('\0', numbers.Select(number => $"{record[number].Text!.Length}:{record[number].Text}"));

    /// <summary>The greatest whole number that a field has in the records that are no rejects.</summary>
    /// <returns>Whether every value could be read here: the server knows more ways to write a number.</returns>
    public bool TryGreatest(int field, out long? greatest)
    {
        greatest = null;
        var rejected = Rejected();
        foreach (var record in Records)
        {
            if (record.Fault is not null || !record[field].HasText || rejected.Contains(record)) continue;
            if (!long.TryParse(Digits(record[field], columns[field]).Span, CultureInfo.InvariantCulture, out var value)) return false;
            if (!(value <= greatest)) greatest = value;
        }

        return true;
    }

    /// <summary>The numbers of the records that are rejects. Several records may stand in one line.</summary>
    public IEnumerable<int> RejectedNumbers()
    {
        var rejected = Rejected();
        return Enumerable.Range(0, Records.Count).Where(at => rejected.Contains(Records[at]));
    }

    /// <summary>Copies the records.</summary>
    public async Task CopyAsync(CopyRows copy, LoadSql sql, CancellationToken cancellationToken)
    {
        var loaded = sql.Loaded.ToArray();
        for (var at = 0; at < Records.Count; at++)
        {
            if (shapeOf[at] < 0) continue;
            copy.Row(loaded.Length + 2);
            copy.Write(at);
            copy.Write(shapeOf[at]);
            foreach (var number in loaded)
            {
                var value = Records[at][number];
                if (!value.HasText) copy.WriteNull();
                else if (value.Kind == LoadValueKind.Binary) await copy.WriteAsync(Encoding.UTF8.GetBytes(@"\x" + value.Text), cancellationToken);
                else if (IsArray(value, columns[number])) await copy.WriteAsync(arrays[(at, number)], cancellationToken);
                else await copy.WriteAsync(Digits(value, columns[number]), cancellationToken);
            }

            await copy.EndRowAsync(cancellationToken);
        }
    }

    /// <summary>Marks the fields that a record has.</summary>
    /// <returns>Whether they are others than before.</returns>
    private bool IsOther(char[] mask, LoadRecord record)
    {
        var differs = false;
        for (var field = 0; field < mask.Length; field++)
        {
            var mark = fields[field].Length > 0 && (record[field].Kind != LoadValueKind.Missing || IsNullWhereMissing(columns[field])) ? '1' : '0';
            differs |= mark != mask[field];
            mask[field] = mark;
        }

        return differs;
    }

    /// <summary>A whole number that JSON writes with a point, for a column of whole numbers.</summary>
    private static bool IsArray(LoadValue value, LoadColumn? column) => value.Kind == LoadValueKind.Json && column is { IsArray: true } && value.Utf8.Span[0] == '[';

    private HashSet<LoadRecord> Rejected() => Rejects.Select(reject => reject.Record).ToHashSet<LoadRecord>(ReferenceEqualityComparer.Instance);

    // Members that may be missing make as many shapes as they have combinations; most of these are one and the same.
    private bool IsNullWhereMissing(LoadColumn? column) => column is { HasDefault: false, Generated: false } && !table.KeepsMissing;

    private static ReadOnlyMemory<byte> Digits(LoadValue value, LoadColumn? column) =>
        value.Kind == LoadValueKind.Number && column is { IsWhole: true } && value.Utf8.Span.EndsWith(".0"u8) ? value.Utf8[..^2] : value.Utf8;

    private string? Fault(int at)
    {
        var record = Records[at];
        if (record.Fault is { } fault) return fault;
        var any = false;
        for (var field = 0; field < record.Values.Length; field++)
        {
            var value = record.Values[field];
            if (value.Kind == LoadValueKind.Missing || fields[field].Length == 0) continue;
            any = true;
            if (columns[field] is not { Generated: false } column) return $"{table.Request.Table} has no column {fields[field]} that can be written";
            if (value.Utf8.Span.Contains((byte)0)) return $"{fields[field]} holds a NUL character, which PostgreSQL cannot keep";

            // A text of JSON stays a text in a column of JSON; what CSV brings is JSON already.
            if (value.Kind == LoadValueKind.Text && table.Request.IsJson && column.IsJson) record.Values[field] = new(LoadValueKind.Json, "\"" + JsonEncodedText.Encode(value.Text!) + "\"");
            if (IsArray(value, column))
            {
                if (ArrayText.Of(value.Utf8, column) is not { } array) return $"{fields[field]} holds a text that is not Unicode, or a NUL character";
                arrays[(at, field)] = Encoding.UTF8.GetBytes(array);
            }
        }

        return any ? null : "it has no field that the table has";
    }
}
