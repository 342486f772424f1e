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
    private FileStream? pipe;

    // Without it, a gzip that is cut reads as if it ended there.
    static LoadFile() => AppContext.SetSwitch("System.IO.Compression.UseStrictValidation", isEnabled: true);

    private LoadFile(string path, string format, bool zipped) => (this.path, Format, this.zipped) = (path, format, zipped);

    /// <summary><c>csv</c>, <c>ndjson</c> or <c>json</c>.</summary>
    public string Format { get; }

    /// <summary>Whether it can be read once only: standard input, or a pipe such as <c>&lt;(…)</c>.</summary>
    public bool IsStream => path == "-" || pipe is not null;

    /// <summary>The full path; <see langword="null"/> for what can be read once only.</summary>
    public string? Source => IsStream ? null : Path.GetFullPath(path);

    /// <summary>Reads what was typed.</summary>
    /// <exception cref="UsageException">The format is none, or nobody says which.</exception>
    public static LoadFile Read(string path, string? format)
    {
        var name = Path.GetFileName(path).ToLowerInvariant();
        var gzip = name.EndsWith(".gz", StringComparison.Ordinal);
        if (gzip) name = name[..^3];
        foreach (var (ending, tool) in new[] { (".zst", "zstd -dc"), (".bz2", "bzip2 -dc"), (".xz", "xz -dc"), (".zip", "unzip -p") })
        {
            if (name.EndsWith(ending, StringComparison.Ordinal)) throw new UsageException($"{path} is compressed in a way that this does not read; nearest right call: {tool} {Shell.Quote(path)} | uniquity load - --format {format ?? FormatOf(name[..^ending.Length]) ?? "csv"}");
        }

        format ??= FormatOf(name);
        if (format is null) throw new UsageException($"the ending of {path} tells no format; nearest right call: --format csv (or ndjson, json)");
        if (!Formats.Contains(format)) throw new UsageException($"--format is csv, ndjson or json, not {format}; nearest right call: --format {NearestName.Find(format, Formats) ?? "csv"}");
        return new(path, format, gzip);
    }

    /// <summary>Whether a path is the same file as this one.</summary>
    public bool Is(string other) => path != "-" && File.Exists(other) && string.Equals(Real(path), Real(other), StringComparison.Ordinal);

    /// <summary>Opens it, its bytes counted as they pass.</summary>
    public (IRecordReader Reader, IDisposable Input) Open(Terminal terminal, ProgressLine? progress, bool keepsTypes = false)
    {
        var input = path == "-" ? TextInput.Standard(terminal) : pipe is not null ? TextInput.Pipe(path, pipe) : TextInput.File(path);
        var stream = input.Counting(progress);
        if (zipped) stream = new UnzippingStream(new GZipStream(stream, CompressionMode.Decompress), path);
        try
        {
            return (Format == "csv" ? new CsvRecordReader(stream) : new JsonRecordReader(stream, Format == "ndjson", keepsTypes), input);
        }
        catch (InvalidDataException broken)
        {
            throw new UsageException(broken.Message, broken);
        }
    }

    /// <summary>What tells this content, read in this way, from any other; <see langword="null"/> where it can be read once only.</summary>
    public async Task<string?> FingerprintAsync(string reading, CancellationToken cancellationToken)
    {
        if (IsStream) return null;
        try
        {
            // A pipe opens when someone writes to it.
            var stream = await Task.Run(() => File.OpenRead(path), CancellationToken.None).WaitAsync(cancellationToken);
            if (!stream.CanSeek)
            {
                // To open a pipe twice is to lose what it held.
                pipe = stream;
                return null;
            }

            await using var closing = stream;
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) + " " + Format + " " + reading;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(Directory.Exists(path) ? $"{path} is a folder, not a file" : File.Exists(path) ? $"the file {path} cannot be read: access is denied" : $"the file {path} cannot be read: there is no such file", failure);
        }
    }

    private static string? FormatOf(string name) => Path.GetExtension(name) switch { ".csv" or ".tsv" or ".txt" => "csv", ".ndjson" or ".jsonl" => "ndjson", ".json" => "json", _ => null };

    private static string Real(string path) => new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(path);
}
