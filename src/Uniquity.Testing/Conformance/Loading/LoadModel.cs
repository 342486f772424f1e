using System.Globalization;

namespace Uniquity.Testing.Conformance.Loading;

/// <summary>A load as a person would do it with paper: record by record, in the order of the file.</summary>
/// <param name="policy">What becomes of a record whose key is taken.</param>
/// <param name="key">The key: <c>id</c> or <c>email</c>.</param>
/// <param name="other">Whether the other of the two is unique as well.</param>
public sealed class LoadModel(string policy, string key, bool other)
{
    private readonly List<Row> rows = [];
    private int inserted, updated, skipped, rejected;

    /// <summary>What was counted, as a test says it.</summary>
    public string Sums => $"{inserted} {updated} {skipped} {rejected}";

    /// <summary>The rows as a query prints them, in the order of all columns.</summary>
    public string Rows => string.Join('\n', rows.Select(row => $"{row.Id}|{row.Email}|{row.Seen}|{row.Note}").Order(StringComparer.Ordinal));

    /// <summary>A row that is there before.</summary>
    public void Have(int id, string email, int seen) => rows.Add(new() { Id = id, Email = email, Seen = seen, Note = "kept" });

    /// <summary>Takes a record.</summary>
    /// <returns>Whether the load goes on.</returns>
    public bool Take(string line)
    {
        var values = line.Split(',');
        if (values.Length != 3 || values[2].StartsWith('-')) return Reject();
        var record = new Row { Id = int.Parse(values[0], CultureInfo.InvariantCulture), Email = values[1], Seen = int.Parse(values[2], CultureInfo.InvariantCulture), Note = "none" };
        if (rows.Find(row => SameKey(row, record)) is { } holder) return Meet(holder, record);
        if (other && rows.Exists(row => SameOther(row, record))) return Reject();
        rows.Add(record);
        inserted++;
        return true;
    }

    /// <summary>A file of as many records, of few keys, some broken.</summary>
    public static string File(Random random, int records)
    {
        string Line()
        {
            var (id, email) = (random.Next(1, 15), random.Next(6) == 0 ? "" : $"e{random.Next(12)}");
            return random.Next(20) switch { 0 => $"{id},{email}", 1 => $"{id},{email},-1", _ => $"{id},{email},{random.Next(10)}" };
        }

        return "id,email,seen\n" + string.Concat(Enumerable.Range(0, records).Select(_ => Line() + "\n"));
    }

    private bool Meet(Row holder, Row record)
    {
        if (policy == "stop") return Reject();
        if (policy == "skip" || (policy.StartsWith("newer", StringComparison.Ordinal) && record.Seen <= holder.Seen))
        {
            skipped++;
            return true;
        }

        if (other && rows.Exists(row => row != holder && SameOther(row, record))) return Reject();
        (holder.Id, holder.Email, holder.Seen) = (record.Id, record.Email, record.Seen);
        if (policy == "replace") holder.Note = "none";
        updated++;
        return true;
    }

    private bool Reject()
    {
        rejected++;
        return policy != "stop";
    }

    private bool SameKey(Row row, Row record) => key == "id" ? row.Id == record.Id : SameEmail(row, record);

    private bool SameOther(Row row, Row record) => key == "id" ? SameEmail(row, record) : row.Id == record.Id;

    private static bool SameEmail(Row row, Row record) => record.Email.Length > 0 && row.Email == record.Email;

    private sealed class Row
    {
        public int Id { get; set; }

        public required string Email { get; set; }

        public int Seen { get; set; }

        public required string Note { get; set; }
    }
}
