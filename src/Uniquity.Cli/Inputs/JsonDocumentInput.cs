using System.Text;
using System.Text.Json;
using Uniquity.Cli.Terminals;
using Uniquity.Targets;

namespace Uniquity.Cli.Inputs;

/// <summary>Reads the refused row: one JSON object.</summary>
internal static class JsonDocumentInput
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Reads it.</summary>
    /// <param name="path">A file, the object itself, or <c>-</c> for standard input.</param>
    /// <param name="terminal">Whose standard input.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="UsageException">The file cannot be read, or holds no JSON object.</exception>
    public static async ValueTask<JsonElement> ReadAsync(string path, Terminal terminal, CancellationToken cancellationToken)
    {
        // Whoever has the row at hand writes it in the place of the file: no file's name begins so.
        if (path.TrimStart() is ['{', ..]) return await ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(path)), "the text", cancellationToken);
        using var input = path == "-" ? TextInput.Standard(terminal) : TextInput.File(path);
        return await ReadAsync(input.Counting(progress: null), input.Name, cancellationToken);
    }

    private static async ValueTask<JsonElement> ReadAsync(Stream input, string name, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(input, Lenient, cancellationToken);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document.RootElement.Clone();
            throw new UsageException($"--document wants one JSON object, and {name} holds {Kind(document.RootElement)}");
        }
        catch (JsonException wrong)
        {
            // Lines and columns count from 0 there.
            throw new UsageException($"--document: {name} is no JSON at line {wrong.LineNumber + 1}, column {wrong.BytePositionInLine + 1}", wrong);
        }
    }

    private static string Kind(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        _ => element.GetRawText(),
    };
}
