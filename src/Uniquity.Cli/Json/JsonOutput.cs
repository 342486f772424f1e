using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Uniquity.Cli.Json;

/// <summary>Prints JSON documents.</summary>
internal sealed class JsonOutput(TextWriter output)
{
    /// <summary>How texts are escaped.</summary>
    /// <remarks>Relaxed: quotes and letters of every script as they are. Control characters are still escaped, so a terminal is safe.</remarks>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly CliJson Lines = new(Options(indented: false));
    private static readonly CliJson Documents = new(Options(indented: true));

    /// <summary>Prints a document, indented.</summary>
    public void Document<T>(T value, Func<CliJson, JsonTypeInfo<T>> type) => Write(JsonSerializer.Serialize(value, type(Documents)));

    /// <summary>Prints a document on one line.</summary>
    public void Line<T>(T value, Func<CliJson, JsonTypeInfo<T>> type) => Write(JsonSerializer.Serialize(value, type(Lines)));

    private void Write(string json)
    {
        output.Write(json);
        output.Write('\n');
    }

    private static JsonSerializerOptions Options(bool indented) => new()
    {
        Encoder = Encoder,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = indented,
        NewLine = "\n",
    };
}
