using System.Text;
using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Screens;

/// <summary>The screen of a terminal: colour, wrapped lines, drawn tables.</summary>
internal sealed class TerminalScreen(TextWriter output, int width, bool color) : IScreen
{
    /// <summary>Below this many columns a table is shown as a list.</summary>
    private const int NarrowestTable = 50;

    /// <inheritdoc/>
    public void Line(int indent, params ReadOnlySpan<Ink> inks) => Hanging(indent, indent, inks);

    /// <inheritdoc/>
    public void Hanging(int indent, int hang, params ReadOnlySpan<Ink> inks)
    {
        // A margin of more than half a narrow terminal leaves no room for words.
        indent = Math.Min(indent, width / 2);
        hang = Math.Min(hang, width / 2);
        var used = indent;
        output.Write(new string(' ', indent));
        foreach (var ink in inks)
        {
            var piece = new StringBuilder();
            foreach (var word in Words(Safe.Line(ink.Text)))
            {
                var visible = CellWidth.Of(word.TrimEnd(' '));
                if (used > hang && used + visible > width)
                {
                    Write(piece.ToString().TrimEnd(' '), ink.Tone);
                    piece.Clear();
                    output.Write('\n');
                    output.Write(new string(' ', hang));
                    used = hang;
                    if (visible == 0) continue;
                }

                piece.Append(word);
                used += CellWidth.Of(word);
            }

            Write(piece.ToString(), ink.Tone);
        }

        output.Write('\n');
    }

    /// <inheritdoc/>
    public void Code(int indent, string text)
    {
        foreach (var line in Safe.Block(text).Split('\n'))
        {
            // Not wrapped: the terminal folds it, and what is copied from there is still one line.
            output.Write(new string(' ', indent));
            Write(line, Tone.Code);
            output.Write('\n');
        }
    }

    /// <inheritdoc/>
    public void Table(int indent, IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<Ink>> rows)
    {
        if (width - indent >= NarrowestTable)
        {
            DrawnTable.Write(output, width, color, indent, heads, rows);
            return;
        }

        foreach (var row in rows)
        {
            for (var column = 0; column < heads.Count; column++)
            {
                if (row[column].Text.Length == 0) continue;
                var head = heads[column].TrimStart('#');
                Line(column == 0 ? indent : indent + 2, new Ink(head.Length == 0 ? "" : head + ": ", Tone.Faint), row[column]);
            }
        }
    }

    /// <inheritdoc/>
    public void Blank() => output.Write('\n');

    private void Write(string text, Tone tone)
    {
        if (!color || tone == Tone.Plain || text.Length == 0)
        {
            output.Write(text);
            return;
        }

        output.Write(Sgr(tone));
        output.Write(text);
        output.Write("\u001b[0m");
    }

    private static string Sgr(Tone tone) => tone switch
    {
        Tone.Strong => "\u001b[1m",
        Tone.Faint => "\u001b[2m",
        Tone.Name => "\u001b[36m",
        Tone.Good => "\u001b[32m",
        Tone.Warn => "\u001b[33m",
        Tone.Bad => "\u001b[1;31m",
        Tone.Code => "\u001b[34m",
        _ => "",
    };

    /// <summary>Words with the spaces that follow them.</summary>
    private static IEnumerable<string> Words(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && text[end] != ' ') end++;
            while (end < text.Length && text[end] == ' ') end++;
            yield return text[at..end];
            at = end;
        }
    }
}
