using System.CommandLine;
using System.Globalization;
using Uniquity.Cli.Calls;
using Uniquity.Loading;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Load;

/// <summary>The options of <c>uniquity load</c>.</summary>
internal sealed class LoadOptions
{
    public Argument<string?> File { get; } = new("FILE") { Arity = ArgumentArity.ZeroOrOne, Description = "a file, or - for standard input" };

    public Option<string?> Into { get; } = CommonOptions.Text("--into", "NAME", "the table");

    public Option<string?> OnConflict { get; } = CommonOptions.Text("--on-conflict", "POLICY", "where the key is taken: skip, update, replace, newer:COLUMN, stop");

    public Option<string?> Format { get; } = CommonOptions.Text("--format", "FORMAT", "csv, ndjson or json (by the file's ending)");

    public Option<string[]> Map { get; } = CommonOptions.Texts("--map", "FIELD=COLUMN", "load a field into a column of another name; FIELD= leaves it out");

    public Option<bool> StripId { get; } = CommonOptions.Flag("--strip-id", "leave out id and _id: the database makes new ones");

    public Option<bool> Create { get; } = CommonOptions.Flag("--create", "make the table, of text columns");

    public Option<string?> Batch { get; } = CommonOptions.Text("--batch", "N", "records of a transaction at most (50000; SQLite 250000)");

    public Option<string?> Rejects { get; } = CommonOptions.Text("--rejects", "FILE", "write the records that were not taken, each with its reason, as a JSON document per line");

    public Option<bool> Resume { get; } = CommonOptions.Flag("--resume", "go on where a load of the same file stopped");

    /// <summary>All of them, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [Into, OnConflict, Format, Map, StripId, Create, Batch, Rejects, Resume];

    /// <summary>The policy.</summary>
    public ConflictPolicy Policy(Call call) => ConflictPolicy.Parse(call.Parsed.GetValue(OnConflict) ?? throw new UsageException("what becomes of a record whose key is taken? Nearest right call: --on-conflict skip (or update, replace, newer:COLUMN, stop)"));

    /// <summary>Records of a chunk; <see langword="null"/> where nobody says.</summary>
    public int? ReadBatch(Call call)
    {
        if (call.Parsed.GetValue(Batch) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var batch) && batch is > 0 and <= 1_000_000) return batch;
        throw new UsageException($"--batch is a number from 1 to 1000000, not {text}; nearest right call: --batch 50000");
    }

    /// <summary>The column of a field; empty where it is left out.</summary>
    public Func<string, string> ReadMap(Call call)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in call.Parsed.GetValue(Map) ?? [])
        {
            var cut = pair.IndexOf('=', StringComparison.Ordinal);
            if (cut <= 0) throw new UsageException($"--map is FIELD=COLUMN, not {pair}; nearest right call: --map {pair.TrimStart('=')}=COLUMN");
            names[pair[..cut]] = pair[(cut + 1)..];
        }

        var strip = call.Parsed.GetValue(StripId);
        return name => names.TryGetValue(name, out var column) ? column : strip && name is "id" or "_id" && strip ? "" : name;
    }

    /// <summary>Refuses a --map of a field that the header lacks: what was meant would go elsewhere, or nowhere.</summary>
    /// <exception cref="UsageException">There is one.</exception>
    public void CheckMap(Call call, IReadOnlyList<string> header)
    {
        foreach (var pair in call.Parsed.GetValue(Map) ?? [])
        {
            var field = pair[..pair.IndexOf('=', StringComparison.Ordinal)];
            if (!header.Contains(field)) throw new UsageException($"the file has no column {field}; nearest right call: --map {NearestName.Find(field, header) ?? header[0]}={pair[(field.Length + 1)..]}");
        }
    }
}
