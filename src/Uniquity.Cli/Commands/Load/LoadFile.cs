using System.IO.Compression;
using System.Security.Cryptography;
using Uniquity.Cli.Calls;
using Uniquity.Cli.Inputs;
using Uniquity.Cli.Terminals;
using Uniquity.Loading.Reading;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Load;

/// <summary>The file that is loaded: its format, what it is compressed with, what tells it from another.</summary>
internal sealed class LoadFile
{
    private static readonly string[] Formats = ["csv", "ndjson", "json"];
    private readonly string path;
    private readonly bool zipped;

    private LoadFile(string path, string format, bool zipped) => (this.path, Format, this.zipped) = (path, format, zipped);

    /// <summary><c>csv</c>, <c>ndjson</c> or <c>json</c>.</summary>
    public string Format { get; }

    /// <summary>Whether it is standard input.</summary>
    public bool IsStandard => path == "-";

    /// <summary>The full path; <see langword="null"/> for standard input.</summary>
    public string? Source => IsStandard ? null : Path.GetFullPath(path);

    /// <summary>Reads what was typed.</summary>
    /// <exception cref="UsageException">The format is none, or nobody says which.</exception>
    public static LoadFile Read(string path, string? format)
    {
        var name = Path.GetFileName(path).ToLowerInvariant();
        var gzip = name.EndsWith(".gz", StringComparison.Ordinal);
        if (gzip) name = name[..^3];
        foreach (var (ending, tool) in new[] { (".zst", "zstd -dc"), (".bz2", "bzip2 -dc"), (".xz", "xz -dc"), (".zip", "unzip -p") })
        {
            if (name.EndsWith(ending, StringComparison.Ordinal)) throw new UsageException($"{path} is compressed in a way that this does not read; nearest right call: {tool} {Shell.Quote(path)} | uniquity load - --format {(format ?? "csv")}");
        }

        format ??= Path.GetExtension(name) switch { ".csv" or ".tsv" or ".txt" => "csv", ".ndjson" or ".jsonl" => "ndjson", ".json" => "json", _ => null };
        if (format is null) throw new UsageException($"the ending of {path} tells no format; nearest right call: --format csv (or ndjson, json)");
        if (!Formats.Contains(format)) throw new UsageException($"--format is csv, ndjson or json, not {format}; nearest right call: --format {NearestName.Find(format, Formats) ?? "csv"}");
        return new(path, format, gzip);
    }

    /// <summary>Opens it, its bytes counted as they pass.</summary>
    public (IRecordReader Reader, IDisposable Input) Open(Terminal terminal, ProgressLine? progress, bool keepsTypes = false)
    {
        var input = IsStandard ? TextInput.Standard(terminal) : TextInput.File(path);
        var stream = input.Counting(progress);
        if (zipped) stream = new GZipStream(stream, CompressionMode.Decompress);
        try
        {
            return (Format == "csv" ? new CsvRecordReader(stream) : new JsonRecordReader(stream, Format == "ndjson", keepsTypes), input);
        }
        catch (InvalidDataException broken)
        {
            throw new UsageException($"{path} is not gzip: {broken.Message}", broken);
        }
    }

    /// <summary>What tells this content, read in this way, from any other; <see langword="null"/> for standard input.</summary>
    public async Task<string?> FingerprintAsync(string reading, CancellationToken cancellationToken)
    {
        if (IsStandard) return null;
        try
        {
            await using var stream = File.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) + " " + Format + " " + reading;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(Directory.Exists(path) ? $"{path} is a folder, not a file" : File.Exists(path) ? $"the file {path} cannot be read: access is denied" : $"the file {path} cannot be read: there is no such file", failure);
        }
    }
}
