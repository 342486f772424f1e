using System.Text.Encodings.Web;
using System.Text.Json;
using Uniquity.Loading;
using Uniquity.Targets;

namespace Uniquity.Cli.Commands.Load;

/// <summary>The file of rejects; without one, only what a person is told.</summary>
internal sealed class RejectFile : IRejects, IDisposable
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 512 };
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly FileStream? file;
    private readonly List<LoadReject> first = [];
    private readonly bool mayReplace;
    private long before;

    /// <summary>Opens it.</summary>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public RejectFile(string? path, bool goOn, bool mayReplace)
    {
        this.mayReplace = mayReplace;
        if (path is null or "/dev/null") return;
        if (path == "-") throw new UsageException("--rejects is a file, and standard output has the sums; nearest right call: --rejects refused.ndjson");
        if (!goOn && !mayReplace && File.Exists(path) && new FileInfo(path).Length > 0) throw new Calls.RefusedException($"{path} is there already and was left as it is; to replace it, add --yes");
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            Path = path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"the file {path} of --rejects cannot be written: {failure.Message}", failure);
        }
    }

    /// <summary>Its path.</summary>
    public string? Path { get; }

    /// <summary>The first ones.</summary>
    public IReadOnlyList<LoadReject> First => first;

    /// <inheritdoc/>
    public long Keep(IReadOnlyList<LoadReject> rejects, IReadOnlyList<string> fields)
    {
        // The record itself lives no longer than its chunk.
        first.AddRange(rejects.Take(5 - first.Count).Select(reject => reject with { Record = new(reject.Line, []) }));
        if (file is null || rejects.Count == 0) return file?.Position ?? before;
        var start = file.Position;
        try
        {
            using var text = new MemoryStream();
            foreach (var reject in rejects)
            {
                using (var json = new Utf8JsonWriter(text, Options)) Write(json, reject, fields);
                text.WriteByte((byte)'\n');
            }

            text.WriteTo(file);
            file.Flush(flushToDisk: true);
        }
        catch (IOException failure)
        {
            // The chunk goes back, and so do its rejects; half a line would be read by nobody.
            Cut(start);
            throw new IOException($"the file {Path} of --rejects cannot be written: {failure.Message.TrimEnd('.')}", failure);
        }

        return file.Position;
    }

    /// <inheritdoc/>
    public void Rewind(long length)
    {
        before = length;
        if (file is null) return;
        if (file.Length < length) throw new Calls.RefusedException($"{Path} holds {file.Length} bytes, and {length} were written before the load stopped: bring that file back, or begin anew without --resume");
        if (!mayReplace && !IsOurs()) throw new Calls.RefusedException($"{Path} is there already, is not of this load, and was left as it is; to replace it, add --yes");
        Cut(length);
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private void Cut(long length)
    {
        file!.SetLength(length);
        file.Position = length;
    }

    /// <summary>Whether it is empty, or begins as a file of rejects does.</summary>
    private bool IsOurs()
    {
        Span<byte> start = stackalloc byte[8];
        file!.Position = 0;
        return file.Length == 0 || file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("{\"line\":"u8);
    }

    private static void Write(Utf8JsonWriter json, LoadReject reject, IReadOnlyList<string> fields)
    {
        json.WriteStartObject();
        json.WriteNumber("line", reject.Line);
        json.WriteString("reason", reject.Reason);
        json.WriteString("detail", reject.Detail);
        json.WriteString("index", reject.Index);
        if (reject.KeyFields is { } key) WriteFields(json, "key", reject.Record, fields, key.Contains);
        else json.WriteNull("key");
        json.WritePropertyName("holder");
        if (reject.Holder is { } holder) holder.WriteTo(json);
        else json.WriteNullValue();
        if (reject.Record.Raw is { } raw) json.WriteString("record", raw);
        else WriteFields(json, "record", reject.Record, fields, field => field.Length > 0);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, string name, LoadRecord record, IReadOnlyList<string> fields, Func<string, bool> wanted)
    {
        json.WriteStartObject(name);
        for (var field = 0; field < record.Values.Length; field++)
        {
            var value = record[field];
            if (value.Kind == LoadValueKind.Missing || !wanted(fields[field])) continue;
            json.WritePropertyName(fields[field]);
            var text = value.Utf8.Span;
            if (!value.HasText) json.WriteNullValue();
            else if (value.Kind == LoadValueKind.Json) WriteInOneLine(json, value.Utf8);
            else if (value.Kind == LoadValueKind.Boolean) json.WriteRawValue(text);
            else if (value.Kind == LoadValueKind.Number && char.IsAsciiDigit((char)text[^1])) json.WriteRawValue(text);
            else json.WriteStringValue(text);
        }

        json.WriteEndObject();
    }

    // The file may have it over several lines, and a reject is one.
    private static void WriteInOneLine(Utf8JsonWriter json, ReadOnlyMemory<byte> value)
    {
        using var parsed = JsonDocument.Parse(value, Deep);
        parsed.RootElement.WriteTo(json);
    }
}
