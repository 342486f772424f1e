using System.Buffers;
using System.Text;
using System.Text.Json;
using Uniquity.Cli.Json;
using Uniquity.Duplicates;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>A JSON document per group and line: what <see cref="DuplicateGroupJson"/> would serialize, without its tree of nodes.</summary>
internal sealed class JsonGroups(TextWriter text) : IGroupWriter
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 256 };
    private static readonly JsonWriterOptions Plain = new() { Encoder = JsonOutput.Encoder, SkipValidation = true };

    // A plain character stands in JSON as it is, whoever wrote it: no space to drop, nothing to escape in another way.
    private static readonly SearchValues<char> PlainJson = SearchValues.Create([.. Enumerable.Range(0x21, 0x5E).Select(static c => (char)c).Where(static c => c != '\\')]);

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, Plain);

    /// <inheritdoc/>
    public void Write(DuplicateGroup group)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        _json.WriteStartObject("key");
        foreach (var part in group.Key)
        {
            _json.WritePropertyName(part.Field ?? "");
            if (part.IsNull) _json.WriteNullValue();
            else if (part.Json is { } typed) WriteTyped(typed);
            else _json.WriteStringValue(part.Value);
        }

        _json.WriteEndObject();
        _json.WriteNumber("count", group.Count);
        _json.WriteStartArray("ids");
        if (group.JsonIds is { } ids) foreach (var id in ids) WriteTyped(id);
        else foreach (var id in group.Ids) _json.WriteStringValue(id);
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        var letters = ArrayPool<char>.Shared.Rent(_line.WrittenCount + 1);
        var length = Encoding.UTF8.GetChars(_line.WrittenSpan, letters);
        letters[length] = '\n';
        text.Write(letters, 0, length + 1);
        ArrayPool<char>.Shared.Return(letters);
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void WriteTyped(string json)
    {
        if (!json.AsSpan().ContainsAnyExcept(PlainJson))
        {
            _json.WriteRawValue(json, skipInputValidation: true);
            return;
        }

        using var parsed = JsonDocument.Parse(json, Deep);
        parsed.RootElement.WriteTo(_json);
    }
}
