using System.Text;
using Uniquity.Cli.Terminals;

namespace Uniquity.Cli.Screens;

/// <summary>The screen of a pipe: plain lines, columns by spaces, nothing cut.</summary>
internal sealed class PlainScreen(TextWriter output) : IScreen
{
    /// <summary>A column is never padded wider than this: one long value must not push every row's rest away.</summary>
    private const int WidestPad = 40;

    /// <inheritdoc/>
    public void Line(int indent, params ReadOnlySpan<Ink> inks)
    {
        Indent(indent);
        foreach (var ink in inks) output.Write(Safe.Line(ink.Text));
        output.Write('\n');
    }

    /// <inheritdoc/>
    public void Hanging(int indent, int hang, params ReadOnlySpan<Ink> inks) => Line(indent, inks);

    /// <inheritdoc/>
    public void Code(int indent, string text)
    {
        foreach (var line in Safe.Block(text).Split('\n'))
        {
            if (line.Length > 0) Indent(indent);
            output.Write(line);
            output.Write('\n');
        }
    }

    /// <inheritdoc/>
    public void Table(int indent, IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<Ink>> rows)
    {
        var lines = new List<string[]> { heads.Select(head => head.TrimStart('#')).ToArray() };
        foreach (var row in rows) lines.Add(row.Select(cell => Safe.Line(cell.Text)).ToArray());
        var widths = heads.Select((_, column) => Math.Min(WidestPad, lines.Max(line => CellWidth.Of(line[column])))).ToArray();

        foreach (var line in lines)
        {
            var text = new StringBuilder();
            for (var column = 0; column < line.Length; column++)
            {
                var pad = Math.Max(0, widths[column] - CellWidth.Of(line[column]));
                if (heads[column].StartsWith('#')) text.Append(' ', pad).Append(line[column]);
                else text.Append(line[column]).Append(' ', pad);
                text.Append("  ");
            }

            Indent(indent);
            output.Write(text.ToString().TrimEnd(' '));
            output.Write('\n');
        }
    }

    /// <inheritdoc/>
    public void Blank() => output.Write('\n');

    private void Indent(int columns)
    {
        for (var column = 0; column < columns; column++) output.Write(' ');
    }
}
