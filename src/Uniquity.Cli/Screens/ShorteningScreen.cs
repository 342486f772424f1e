using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Screens;

/// <summary>Leaves the middle of very long texts out, and says how much: a value of a megabyte must not flood what is around it.</summary>
/// <remarks>Only what a person sees; JSON has every value whole.</remarks>
internal sealed class ShorteningScreen(IScreen inner) : IScreen
{
    /// <summary>The longest text of a line that is shown whole.</summary>
    private const int LongestText = 1_200;

    /// <summary>The longest cell of a table that is shown whole.</summary>
    private const int LongestCell = 240;

    /// <summary>The longest statement that is shown whole: shortened it cannot be run, so it may be longer.</summary>
    private const int LongestCode = 8_000;

    /// <inheritdoc/>
    public void Line(int indent, params ReadOnlySpan<Ink> inks) => inner.Line(indent, Short(inks));

    /// <inheritdoc/>
    public void Hanging(int indent, int hang, params ReadOnlySpan<Ink> inks) => inner.Hanging(indent, hang, Short(inks));

    /// <inheritdoc/>
    public void Code(int indent, string text) => inner.Code(indent, Short(text, LongestCode));

    /// <inheritdoc/>
    public void Table(int indent, IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<Ink>> rows) =>
        inner.Table(indent, heads, [.. rows.Select(row => (IReadOnlyList<Ink>)[.. row.Select(cell => Short(cell, LongestCell))])]);

    /// <inheritdoc/>
    public void Blank() => inner.Blank();

    /// <summary>The text's beginning and end, and between them how much is left out.</summary>
    internal static string Short(string text, int longest)
    {
        if (text.Length <= longest) return text;
        var head = longest * 2 / 3;
        var tail = text.Length - (longest / 6);
        if (char.IsLowSurrogate(text[head])) head--;
        if (char.IsLowSurrogate(text[tail])) tail++;
        return $"{text[..head]} … ({Say.Count(tail - head)} of {Say.Count(text.Length, "character")} left out here; --json has them all) … {text[tail..]}";
    }

    private static Ink Short(Ink ink, int longest) => ink.Text.Length <= longest ? ink : ink with { Text = Short(ink.Text, longest) };

    private static Ink[] Short(ReadOnlySpan<Ink> inks)
    {
        var shortened = inks.ToArray();
        for (var i = 0; i < shortened.Length; i++) shortened[i] = Short(shortened[i], LongestText);
        return shortened;
    }
}
