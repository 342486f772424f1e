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
            Indent(indent);
            for (var column = 0; column < line.Length; column++)
            {
                var pad = new string(' ', Math.Max(0, widths[column] - CellWidth.Of(line[column])));
                var last = column == line.Length - 1;
                var number = heads[column].StartsWith('#');
                output.Write(number ? pad + line[column] : last ? line[column] : line[column] + pad);
                if (!last) output.Write("  ");
            }

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
