using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Inputs;

/// <summary>What kind of text an input turned out to be, for the sentence that says why nothing was found in it.</summary>
/// <param name="Bytes">Its length in bytes.</param>
/// <param name="Binary">Whether it holds zero bytes, as no text does.</param>
internal sealed record Heard(long Bytes, bool Binary)
{
    /// <summary>Looks at a text of the command line.</summary>
    public static Heard Of(string text) => new(System.Text.Encoding.UTF8.GetByteCount(text), text.Contains('\0'));

    /// <summary>What was looked through, for a person: <c>1.2 MiB of text</c>, <c>an empty text</c>.</summary>
    public string Words => Bytes == 0 ? "the text is empty" : Binary
        ? $"{Size} that look like binary data, not text, hold none"
        : $"{Size} of text {(Bytes == 1 ? "holds" : "hold")} none";

    private string Size => Bytes < 1024 ? Say.Count(Bytes, "byte") : Say.Size(Bytes);
}
